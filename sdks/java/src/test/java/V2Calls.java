import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.v2.billing.MeterEvent;
import com.stripe.model.v2.billing.MeterEventAdjustment;
import com.stripe.model.v2.billing.MeterEventSession;
import com.stripe.net.RequestOptions;
import com.stripe.param.v2.billing.MeterEventAdjustmentCreateParams;
import com.stripe.param.v2.billing.MeterEventCreateParams;
import com.stripe.param.v2.billing.MeterEventStreamCreateParams;
import com.stripe.service.v2.BillingService;
import java.time.Instant;

/** The calls of version 2 through stripe-java. */
final class V2Calls {
  private final int maxRetries;
  private final BillingService billing;

  /** The streaming client of the last session. */
  private StripeClient streaming;

  V2Calls(String apiKey, int maxRetries) {
    this.maxRetries = maxRetries;
    billing = Calls.client(apiKey, maxRetries).v2().billing();
  }

  JsonObject call(JsonObject step) throws StripeException {
    JsonObject with = step.getAsJsonObject("with");
    return switch (step.get("call").getAsString()) {
      case "v2_event" -> inSeconds(createEvent(step));
      case "v2_cancel" -> Calls.fields(cancel(with));
      case "v2_session" -> Calls.fields(createSession());
      case "v2_stream" -> {
        stream(with);
        yield new JsonObject();
      }
      default -> throw new IllegalArgumentException("Unknown call: " + step);
    };
  }

  private MeterEvent createEvent(JsonObject step) throws StripeException {
    var params = MeterEventCreateParams.builder();
    for (var parameter : step.getAsJsonObject("with").entrySet()) {
      JsonElement value = parameter.getValue();
      switch (parameter.getKey()) {
        case "event_name" -> params.setEventName(value.getAsString());
        case "identifier" -> params.setIdentifier(value.getAsString());
        case "timestamp" -> params.setTimestamp(Instant.ofEpochSecond(value.getAsLong()));
        case "payload" -> {
          var payload = value.getAsJsonObject().asMap();
          payload.forEach((k, v) -> params.putPayload(k, v.getAsString()));
        }
        default -> throw new IllegalArgumentException("Unknown parameter: " + parameter);
      }
    }
    var options = RequestOptions.builder();
    if (step.has("idempotency_key")) {
      options.setIdempotencyKey(Calls.text(step, "idempotency_key"));
    }
    return billing.meterEvents().create(params.build(), options.build());
  }

  private MeterEventAdjustment cancel(JsonObject with) throws StripeException {
    var event =
        MeterEventAdjustmentCreateParams.Cancel.builder()
            .setIdentifier(Calls.text(with, "identifier"))
            .build();
    var params =
        MeterEventAdjustmentCreateParams.builder()
            .setType(MeterEventAdjustmentCreateParams.Type.CANCEL)
            .setEventName(Calls.text(with, "event_name"))
            .setCancel(event)
            .build();
    return billing.meterEventAdjustments().create(params);
  }

  private MeterEventSession createSession() throws StripeException {
    MeterEventSession session = billing.meterEventSession().create();
    streaming = Calls.client(session.getAuthenticationToken(), maxRetries);
    return session;
  }

  /** The events are copied {@code repeat} times, with numbers appended to their identifiers. */
  private void stream(JsonObject with) throws StripeException {
    var params = MeterEventStreamCreateParams.builder();
    JsonArray events = with.getAsJsonArray("events");
    boolean repeats = with.has("repeat");
    for (int i = 0; i < (repeats ? with.get("repeat").getAsInt() : 1); i++) {
      for (JsonElement event : events) {
        params.addEvent(streamed(event.getAsJsonObject(), repeats ? "-" + i : ""));
      }
    }
    streaming.v2().billing().meterEventStream().create(params.build());
  }

  private static MeterEventStreamCreateParams.Event streamed(JsonObject event, String suffix) {
    var params = MeterEventStreamCreateParams.Event.builder();
    params.setEventName(Calls.text(event, "event_name"));
    if (event.has("identifier")) {
      params.setIdentifier(Calls.text(event, "identifier") + suffix);
    }
    if (event.has("timestamp")) {
      params.setTimestamp(Instant.ofEpochSecond(event.get("timestamp").getAsLong()));
    }
    var payload = event.getAsJsonObject("payload").asMap();
    payload.forEach((k, v) -> params.putPayload(k, v.getAsString()));
    return params.build();
  }

  /** The event with its times in seconds, as in scenarios. */
  private static JsonObject inSeconds(MeterEvent event) {
    JsonObject fields = Calls.fields(event);
    fields.addProperty("timestamp", event.getTimestamp().getEpochSecond());
    return fields;
  }
}
