import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObject;
import com.stripe.model.billing.Meter;
import com.stripe.model.billing.MeterEvent;
import com.stripe.model.billing.MeterEventAdjustment;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.net.RequestOptions;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventAdjustmentCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import com.stripe.param.billing.MeterListParams;
import com.stripe.service.BillingService;
import java.util.NoSuchElementException;

/** The calls of sdks/README.md through stripe-java. */
final class Calls {
  private final BillingService billing;

  Calls(String apiKey, int maxRetries) {
    billing = client(apiKey, maxRetries).v1().billing();
  }

  /** A client of the server under test. */
  static StripeClient client(String apiKey, int maxRetries) {
    return StripeClient.builder()
        .setApiKey(apiKey)
        .setApiBase(Control.API_BASE)
        .setMeterEventsBase(Control.METER_EVENTS_BASE)
        .setMaxNetworkRetries(maxRetries)
        .build();
  }

  /** Does one step and returns the object, with the fields that the SDK knows. */
  JsonObject call(JsonObject step) throws StripeException {
    JsonObject with = step.getAsJsonObject("with");
    return switch (step.get("call").getAsString()) {
      case "create_event" -> fields(createEvent(step));
      case "create_meter" -> fields(createMeter(with));
      case "find_meter" ->
          fields(findMeter(text(with, "event_name"), with.get("page_size").getAsLong()));
      case "deactivate_meter" -> {
        Meter meter = findMeter(text(with, "event_name"), with.get("page_size").getAsLong());
        yield fields(billing.meters().deactivate(meter.getId()));
      }
      case "summaries" -> summaries(with);
      case "cancel" -> fields(cancel(with));
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
        case "timestamp" -> params.setTimestamp(value.getAsLong());
        case "payload" -> {
          var payload = value.getAsJsonObject().asMap();
          payload.forEach((k, v) -> params.putPayload(k, v.getAsString()));
        }
        case "expand" -> value.getAsJsonArray().forEach(e -> params.addExpand(e.getAsString()));
        default -> throw new IllegalArgumentException("Unknown parameter: " + parameter);
      }
    }
    if (step.has("extra")) {
      var extra = step.getAsJsonObject("extra").asMap();
      extra.forEach((k, v) -> params.putExtraParam(k, v.getAsString()));
    }
    var options = RequestOptions.builder();
    if (step.has("idempotency_key")) {
      options.setIdempotencyKey(text(step, "idempotency_key"));
    }
    return billing.meterEvents().create(params.build(), options.build());
  }

  private Meter createMeter(JsonObject with) throws StripeException {
    var formula =
        MeterCreateParams.DefaultAggregation.Formula.valueOf(text(with, "formula").toUpperCase());
    var params =
        MeterCreateParams.builder()
            .setDisplayName(text(with, "display_name"))
            .setEventName(text(with, "event_name"))
            .setDefaultAggregation(
                MeterCreateParams.DefaultAggregation.builder().setFormula(formula).build())
            .build();
    return billing.meters().create(params);
  }

  private Meter findMeter(String eventName, long pageSize) throws StripeException {
    var params =
        MeterListParams.builder()
            .setStatus(MeterListParams.Status.ACTIVE)
            .setLimit(pageSize)
            .build();
    for (Meter meter : billing.meters().list(params).autoPagingIterable()) {
      if (meter.getEventName().equals(eventName)) {
        return meter;
      }
    }
    throw new NoSuchElementException("No active meter has the event name " + eventName);
  }

  private JsonObject summaries(JsonObject with) throws StripeException {
    var params =
        MeterEventSummaryListParams.builder()
            .setCustomer(text(with, "customer"))
            .setStartTime(with.get("start_time").getAsLong())
            .setEndTime(with.get("end_time").getAsLong())
            .setLimit(with.has("page_size") ? with.get("page_size").getAsLong() : 100L);
    if (with.has("value_grouping_window")) {
      params.setValueGroupingWindow(
          MeterEventSummaryListParams.ValueGroupingWindow.valueOf(
              text(with, "value_grouping_window").toUpperCase()));
    }
    Meter meter = findMeter(text(with, "event_name"), 100);
    var list = billing.meters().eventSummaries().list(meter.getId(), params.build());
    JsonArray summaries = new JsonArray();
    for (MeterEventSummary summary : list.autoPagingIterable()) {
      JsonObject item = new JsonObject();
      item.addProperty("start_time", summary.getStartTime());
      item.addProperty("end_time", summary.getEndTime());
      item.addProperty("aggregated_value", summary.getAggregatedValue());
      summaries.add(item);
    }
    JsonObject all = new JsonObject();
    all.add("summaries", summaries);
    return all;
  }

  private MeterEventAdjustment cancel(JsonObject with) throws StripeException {
    var event =
        MeterEventAdjustmentCreateParams.Cancel.builder()
            .setIdentifier(text(with, "identifier"))
            .build();
    var params =
        MeterEventAdjustmentCreateParams.builder()
            .setType(MeterEventAdjustmentCreateParams.Type.CANCEL)
            .setEventName(text(with, "event_name"))
            .setCancel(event)
            .build();
    return billing.meterEventAdjustments().create(params);
  }

  static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  static JsonObject fields(StripeObject object) {
    return JsonParser.parseString(object.toJson()).getAsJsonObject();
  }
}
