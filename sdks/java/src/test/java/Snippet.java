import com.stripe.StripeClient;
import com.stripe.param.billing.MeterEventCreateParams;

class Snippet {
  public static void main(String[] args) throws Exception {
    var builder = StripeClient.builder().setApiKey(System.getenv("STRIPE_SECRET_KEY"));
    String base = System.getenv("STRIPE_API_BASE");
    if (base != null) builder.setApiBase(base); // without it, requests go to Stripe
    builder.build()
        .v1().billing().meterEvents().create(MeterEventCreateParams.builder()
            .setEventName("ai_search_api")
            .putPayload("stripe_customer_id", "cus_1")
            .putPayload("value", "25")
            .build());
  }
}
