import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.billing.Meter;
import com.stripe.model.v2.core.EventNotification;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterUpdateParams;
import com.stripe.param.v2.core.EventDestinationCreateParams;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** A meter in a fresh account, and two destinations at a receiver, one for each kind of event. */
final class Wired implements AutoCloseable {
  final String account = UUID.randomUUID().toString().replace("-", "");
  final StripeClient stripe = Calls.client("sk_test_" + account + "_key", 0);
  final Receiver receiver = new Receiver();
  final Meter meter = newMeter();
  final String thinSecret = newDestination();
  final String snapshotSecret;

  /** Snapshots have the API version of the create call, which is the SDK's. */
  Wired() throws IOException, StripeException {
    this(null);
  }

  Wired(WebhookEndpointCreateParams.ApiVersion version) throws IOException, StripeException {
    snapshotSecret =
        newEndpoint(receiver.base + "/snapshot", EnabledEvent.BILLING__METER__UPDATED, version)
            .getSecret();
  }

  Receiver.Delivery thin() {
    return receiver.take("/thin");
  }

  Receiver.Delivery snapshot() {
    return receiver.take("/snapshot");
  }

  EventNotification parseThin(Receiver.Delivery delivery, String secret)
      throws SignatureVerificationException {
    return stripe.parseEventNotification(delivery.body(), delivery.signature(), secret);
  }

  Event construct(Receiver.Delivery delivery, String secret)
      throws SignatureVerificationException {
    return stripe.constructEvent(delivery.body(), delivery.signature(), secret);
  }

  /** A change that both destinations receive. */
  void rename(String name) throws Exception {
    var params = MeterUpdateParams.builder().setDisplayName(name).build();
    stripe.v1().billing().meters().update(meter.getId(), params);
    Control.advanceClock(account, 0);
  }

  /** Two events that are accepted but invalid, in one window: one has no customer, one no number. */
  void sendBadEvents() throws Exception {
    Control.freezeClock(account);
    var first = badEvent("order-1").putPayload("value", "1");
    var second =
        badEvent("order-2").putPayload("stripe_customer_id", "cus_1").putPayload("value", "many");
    for (var event : List.of(first, second)) {
      stripe.v1().billing().meterEvents().create(event.build());
    }
    Control.advanceClock(account, 12);
  }

  void arm(String effect) throws Exception {
    JsonObject fault = new JsonObject();
    fault.addProperty("effect", effect);
    fault.addProperty("times", 2);
    Control.arm(fault, account);
  }

  WebhookEndpoint newEndpoint(
      String url, EnabledEvent events, WebhookEndpointCreateParams.ApiVersion version)
      throws StripeException {
    var params =
        WebhookEndpointCreateParams.builder()
            .setUrl(url)
            .addEnabledEvent(events)
            .setApiVersion(version);
    return stripe.v1().webhookEndpoints().create(params.build());
  }

  @Override
  public void close() {
    receiver.close();
  }

  private String newDestination() throws StripeException {
    var endpoint =
        EventDestinationCreateParams.WebhookEndpoint.builder().setUrl(receiver.base + "/thin");
    var params =
        EventDestinationCreateParams.builder()
            .setName("Meters")
            .setType(EventDestinationCreateParams.Type.WEBHOOK_ENDPOINT)
            .setEventPayload(EventDestinationCreateParams.EventPayload.THIN)
            .addEnabledEvent("v1.billing.meter.error_report_triggered")
            .addEnabledEvent("v1.billing.meter.no_meter_found")
            .addEnabledEvent("v1.billing.meter.updated")
            .addInclude(
                EventDestinationCreateParams.Include.WEBHOOK_ENDPOINT__SIGNING_SECRET)
            .setWebhookEndpoint(endpoint.build());
    var made = stripe.v2().core().eventDestinations().create(params.build());
    return made.getWebhookEndpoint().getSigningSecret();
  }

  private Meter newMeter() throws StripeException {
    var sum =
        MeterCreateParams.DefaultAggregation.builder()
            .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
            .build();
    var params =
        MeterCreateParams.builder()
            .setDisplayName("Search")
            .setEventName("ai_search_api")
            .setDefaultAggregation(sum);
    return stripe.v1().billing().meters().create(params.build());
  }

  private static MeterEventCreateParams.Builder badEvent(String identifier) {
    return MeterEventCreateParams.builder()
        .setEventName("ai_search_api")
        .setIdentifier(identifier);
  }
}
