import com.stripe.StripeClient;
import com.stripe.param.billing.MeterEventCreateParams;

class Snippet {
  public static void main(String[] args) throws Exception {
    String base = System.getenv().getOrDefault("STRIPE_API_BASE", "http://127.0.0.1:12111");
    StripeClient.builder()
        .setApiKey("sk_test_123").setApiBase(base).build()
        .v1().billing().meterEvents().create(MeterEventCreateParams.builder()
            .setEventName("ai_search_api")
            .putPayload("stripe_customer_id", "cus_1")
            .putPayload("value", "25")
            .build());
  }
}
