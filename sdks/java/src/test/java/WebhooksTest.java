import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.stripe.Stripe;
import com.stripe.events.UnknownEventNotification;
import com.stripe.events.V1BillingMeterErrorReportTriggeredEvent;
import com.stripe.events.V1BillingMeterErrorReportTriggeredEventNotification;
import com.stripe.events.V1BillingMeterNoMeterFoundEventNotification;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.billing.Meter;
import com.stripe.model.v2.core.EventNotification;
import com.stripe.param.EventListParams;
import com.stripe.param.WebhookEndpointCreateParams.ApiVersion;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import com.stripe.param.WebhookEndpointListParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What Stripe sends later: delivered here, then verified, parsed and fetched as the SDK's users do. */
class WebhooksTest {
  /** One error code with one identifier, as handlers read them. */
  private record Sample(String code, String identifier) {}

  @Test
  void aDeliveryLeadsToTheCodesAndIdentifiers() throws Exception {
    try (Wired wired = new Wired()) {
      wired.sendBadEvents();
      var notification =
          assertInstanceOf(
              V1BillingMeterErrorReportTriggeredEventNotification.class,
              wired.parseThin(wired.thin(), wired.thinSecret));
      assertEquals(wired.meter.getId(), notification.getRelatedObject().getId());
      Meter meter = notification.fetchRelatedObject();
      assertEquals(wired.meter.getId(), meter.getId());
      assertEquals("Search", meter.getDisplayName());
      var event = notification.fetchEvent();
      assertEquals(notification.getId(), event.getId());
      assertEquals(
          "There are 2 invalid events", event.getData().getDeveloperMessageSummary());
      assertEquals(
          List.of(
              new Sample("meter_event_no_customer_defined", "order-1"),
              new Sample("meter_event_invalid_value", "order-2")),
          samples(wired, notification));
    }
  }

  /** 33.3.0 cannot read the reason of a fetched event, which does not keep its JSON either. */
  @Test
  void theReasonOfAFetchedEvent() throws Exception {
    Class<?> reason = V1BillingMeterErrorReportTriggeredEvent.EventData.Reason.class;
    assertEquals(0, reason.getDeclaredMethods().length);
    assertEquals(0, reason.getFields().length);
    try (Wired wired = new Wired()) {
      wired.sendBadEvents();
      var notification = wired.parseThin(wired.thin(), wired.thinSecret);
      var fetched =
          assertInstanceOf(V1BillingMeterErrorReportTriggeredEventNotification.class, notification)
              .fetchEvent();
      assertNull(fetched.getRawJsonObject());
      assertThrows(JsonIOException.class, fetched::toJson);
    }
  }

  /** Only the event can be fetched: its notification has no fetchRelatedObject. */
  @Test
  void noMeterFound() throws Exception {
    try (Wired wired = new Wired()) {
      Control.raiseErrorReport(noMeter("order-3"), wired.account);
      Control.advanceClock(wired.account, 0);
      var notification =
          assertInstanceOf(
              V1BillingMeterNoMeterFoundEventNotification.class,
              wired.parseThin(wired.thin(), wired.thinSecret));
      assertEquals(notification.getId(), notification.fetchEvent().getId());
      assertEquals(List.of(new Sample("no_meter", "order-3")), samples(wired, notification));
    }
  }

  /** 33.3.0 has no types for thin counterparts of snapshots, but they can be fetched. */
  @Test
  void aSnapshotAndItsThinCounterpart() throws Exception {
    try (Wired wired = new Wired()) {
      wired.rename("Search, all regions");
      Event event = wired.construct(wired.snapshot(), wired.snapshotSecret);
      assertEquals("billing.meter.updated", event.getType());
      assertEquals(Stripe.API_VERSION, event.getApiVersion());
      var object = event.getDataObjectDeserializer().getObject().orElseThrow();
      assertEquals(wired.meter.getId(), assertInstanceOf(Meter.class, object).getId());
      assertEquals("Search", event.getData().getPreviousAttributes().get("display_name"));
      assertEquals(
          event.getType(), wired.stripe.v1().events().retrieve(event.getId()).getType());

      var thin =
          assertInstanceOf(
              UnknownEventNotification.class, wired.parseThin(wired.thin(), wired.thinSecret));
      assertEquals("v1.billing.meter.updated", thin.getType());
      assertEquals(thin.getId(), thin.fetchEvent().getId());
      var meter = assertInstanceOf(Meter.class, thin.fetchRelatedObject());
      assertEquals("Search, all regions", meter.getDisplayName());
    }
  }

  /** It is verified and parsed, but its object is missing. */
  @Test
  void aSnapshotOfAnotherReleaseTrain() throws Exception {
    try (Wired wired = new Wired(ApiVersion.VERSION_2025_06_30_BASIL)) {
      wired.rename("Search, all regions");
      Event event = wired.construct(wired.snapshot(), wired.snapshotSecret);
      assertEquals("2025-06-30.basil", event.getApiVersion());
      assertTrue(event.getDataObjectDeserializer().getObject().isEmpty());
      assertInstanceOf(Meter.class, event.getDataObjectDeserializer().deserializeUnsafe());
    }
  }

  @Test
  void theWrongKind() throws Exception {
    try (Wired wired = new Wired()) {
      wired.rename("Search, all regions");
      assertRefused(
          IllegalArgumentException.class,
          "You passed an event notification to",
          () -> wired.construct(wired.thin(), wired.thinSecret));
      assertRefused(
          IllegalArgumentException.class,
          "You passed a webhook payload to",
          () -> wired.parseThin(wired.snapshot(), wired.snapshotSecret));
    }
  }

  @Test
  void anOldTimestampAndAWrongSecret() throws Exception {
    try (Wired wired = new Wired()) {
      String bad = "No signatures found matching the expected signature for payload";
      wired.arm("signature_stale");
      wired.rename("A");
      String stale = "Timestamp outside the tolerance zone";
      assertBothRefuse(wired, stale, wired.thinSecret, wired.snapshotSecret);
      wired.arm("signature_wrong");
      wired.rename("B");
      assertBothRefuse(wired, bad, wired.thinSecret, wired.snapshotSecret);
      wired.rename("C");
      assertBothRefuse(wired, bad, wired.snapshotSecret, wired.thinSecret);
    }
  }

  @Test
  void listsAutoPage() throws Exception {
    try (Wired wired = new Wired()) {
      var v1 = wired.stripe.v1();
      wired.rename("Search, all regions");
      v1.billing().meters().deactivate(wired.meter.getId());
      List<String> snapshots = new ArrayList<>();
      var one = EventListParams.builder().setLimit(1L).build();
      v1.events().list(one).autoPagingIterable().forEach(each -> snapshots.add(each.getType()));
      assertEquals(
          List.of("billing.meter.deactivated", "billing.meter.updated", "billing.meter.created"),
          snapshots);

      List<String> thin = new ArrayList<>();
      var of =
          com.stripe.param.v2.core.EventListParams.builder()
              .setObjectId(wired.meter.getId())
              .setLimit(1L)
              .build();
      for (var event : wired.stripe.v2().core().events().list(of).autoPagingIterable()) {
        thin.add(event.getType());
      }
      assertEquals(snapshots.stream().map(type -> "v1." + type).toList(), thin);

      wired.newEndpoint("http://127.0.0.1:9/a", EnabledEvent.ALL, null);
      wired.newEndpoint("http://127.0.0.1:9/b", EnabledEvent.ALL, null);
      List<String> urls = new ArrayList<>();
      var single = WebhookEndpointListParams.builder().setLimit(1L).build();
      for (WebhookEndpoint each : v1.webhookEndpoints().list(single).autoPagingIterable()) {
        urls.add(each.getUrl());
      }
      String own = wired.receiver.base + "/snapshot";
      assertEquals(List.of("http://127.0.0.1:9/b", "http://127.0.0.1:9/a", own), urls);
    }
  }

  /** Read from the JSON, which only an event retrieved by its id has. */
  private static List<Sample> samples(Wired wired, EventNotification of) throws StripeException {
    JsonObject event = wired.stripe.v2().core().events().retrieve(of.getId()).getRawJsonObject();
    JsonObject reason = event.getAsJsonObject("data").getAsJsonObject("reason");
    List<Sample> samples = new ArrayList<>();
    for (var each : reason.getAsJsonArray("error_types")) {
      JsonObject type = each.getAsJsonObject();
      for (var sample : type.getAsJsonArray("sample_errors")) {
        JsonObject request = sample.getAsJsonObject().getAsJsonObject("request");
        samples.add(
            new Sample(
                type.get("code").getAsString(), request.get("identifier").getAsString()));
      }
    }
    return samples;
  }

  private static void assertBothRefuse(
      Wired wired, String words, String thinSecret, String snapshotSecret) {
    Class<? extends Exception> kind = SignatureVerificationException.class;
    assertRefused(kind, words, () -> wired.parseThin(wired.thin(), thinSecret));
    assertRefused(kind, words, () -> wired.construct(wired.snapshot(), snapshotSecret));
  }

  private static void assertRefused(
      Class<? extends Exception> kind, String words, Executable parsing) {
    String message = assertThrows(kind, parsing).getMessage();
    assertTrue(message.startsWith(words), message);
  }

  private static JsonObject noMeter(String identifier) {
    JsonObject sample = new JsonObject();
    sample.addProperty("identifier", identifier);
    JsonArray samples = new JsonArray();
    samples.add(sample);
    JsonObject error = new JsonObject();
    error.addProperty("code", "no_meter");
    error.add("samples", samples);
    JsonArray errors = new JsonArray();
    errors.add(error);
    JsonObject report = new JsonObject();
    report.addProperty("event_name", "typo_api");
    report.add("errors", errors);
    return report;
  }
}
