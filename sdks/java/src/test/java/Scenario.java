import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.stripe.Stripe;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.exception.TemporarySessionExpiredException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** One scenario of fixtures/sdks/scenarios.json, played as sdks/README.md describes. */
final class Scenario {
  private static final Map<Class<? extends StripeException>, String> KINDS =
      Map.of(
          InvalidRequestException.class, "invalid_request",
          AuthenticationException.class, "authentication",
          IdempotencyException.class, "idempotency",
          RateLimitException.class, "rate_limit",
          ApiException.class, "api",
          ApiConnectionException.class, "connection",
          TemporarySessionExpiredException.class, "temporary_session_expired");

  private final String name;
  private final JsonObject scenario;
  private final JsonObject differs;

  Scenario(JsonObject listed) {
    scenario = withTimes(listed, Instant.now()).getAsJsonObject();
    name = scenario.get("name").getAsString();
    differs = differs();
  }

  /** Plays it and returns its part of the report. */
  JsonObject play() throws IOException, InterruptedException {
    String account = UUID.randomUUID().toString().replace("-", "");
    boolean ownAccount = !scenario.has("api_key");
    String apiKey =
        ownAccount ? "sk_test_" + account + "_key" : scenario.get("api_key").getAsString();
    for (JsonElement fault : array("faults")) {
      Control.arm(fault.getAsJsonObject(), account);
    }
    int maxRetries = scenario.has("max_retries") ? scenario.get("max_retries").getAsInt() : 0;
    Calls calls = new Calls(apiKey, maxRetries);
    V2Calls v2Calls = new V2Calls(apiKey, maxRetries);

    String outcome = null;
    for (int i = 0; i < array("steps").size(); i++) {
      JsonObject step = array("steps").get(i).getAsJsonObject();
      JsonObject actual = new JsonObject();
      try {
        actual.add("ok", done(step, account, calls, v2Calls));
        outcome = "ok";
      } catch (StripeException e) {
        JsonObject error = error(e);
        actual.add("error", error);
        String status = error.get("status").isJsonNull() ? "-" : error.get("status").getAsString();
        outcome = e.getClass().getSimpleName() + " " + status;
      }
      compare("%s, step %d: %s".formatted(name, i, actual), expectation(i, step), actual);
      if (step.has("replayed")) {
        boolean replayed = Control.replayed(account);
        assertEquals(step.get("replayed").getAsBoolean(), replayed, name + ": replayed");
      }
    }

    int events = Control.count("meter_events", account);
    int requests = Control.count("requests", account);
    compareCount("events", events);
    compareCount("requests", requests);
    JsonObject result = new JsonObject();
    result.addProperty("scenario", name);
    result.addProperty("outcome", outcome);
    result.addProperty("requests", ownAccount ? requests : null);
    result.addProperty("events", ownAccount ? events : null);
    return result;
  }

  private static JsonObject done(JsonObject step, String account, Calls calls, V2Calls v2Calls)
      throws StripeException, IOException, InterruptedException {
    String call = step.get("call").getAsString();
    if (call.equals("clock")) {
      Control.advanceClock(account, step.getAsJsonObject("with").get("seconds").getAsLong());
      return new JsonObject();
    }
    return call.startsWith("v2_") ? v2Calls.call(step) : calls.call(step);
  }

  private static JsonObject error(StripeException e) {
    JsonObject error = new JsonObject();
    error.addProperty("kind", KINDS.get(e.getClass()));
    // An ApiConnectionException has the status 0.
    boolean answered = e.getStatusCode() != null && e.getStatusCode() != 0;
    error.addProperty("status", answered ? e.getStatusCode() : null);
    error.addProperty("code", e.getCode());
    error.addProperty("param", e.getStripeError() == null ? null : e.getStripeError().getParam());
    error.addProperty("message", message(e));
    return error;
  }

  /** For a version 2 error, getUserMessage reads the field user_message, which is absent. */
  private static String message(StripeException e) {
    boolean isHidden = e.getUserMessage() == null && e.getStripeError() != null;
    return isHidden ? e.getStripeError().getMessage() : e.getUserMessage();
  }

  private static void compare(String what, JsonObject expected, JsonObject actual) {
    assertEquals(expected.keySet(), actual.keySet(), what);
    String outcome = actual.has("ok") ? "ok" : "error";
    JsonObject parts = actual.getAsJsonObject(outcome);
    for (var part : expected.getAsJsonObject(outcome).entrySet()) {
      String field = part.getKey();
      if (field.endsWith("_matches")) {
        Pattern pattern = Pattern.compile(part.getValue().getAsString());
        String text = parts.get(field.replace("_matches", "")).getAsString();
        assertTrue(pattern.matcher(text).find(), what);
      } else {
        assertEquals(part.getValue(), parts.get(field), what);
      }
    }
  }

  private void compareCount(String what, int actual) {
    JsonElement expected = differs.has(what) ? differs.get(what) : scenario.get(what);
    if (expected != null) {
      assertEquals(expected.getAsInt(), actual, name + ": " + what);
    }
  }

  private JsonObject expectation(int index, JsonObject step) {
    JsonObject steps = differs.getAsJsonObject("steps");
    String key = String.valueOf(index);
    return steps != null && steps.has(key)
        ? steps.getAsJsonObject(key)
        : step.getAsJsonObject("expect");
  }

  private JsonObject differs() {
    JsonObject all = scenario.getAsJsonObject("differs");
    for (String key : new String[] {"java-" + Stripe.VERSION.split("\\.")[0], "java"}) {
      if (all != null && all.has(key)) {
        return all.getAsJsonObject(key);
      }
    }
    return new JsonObject();
  }

  private JsonArray array(String name) {
    return scenario.has(name) ? scenario.getAsJsonArray(name) : new JsonArray();
  }

  /** Replaces with seconds since the epoch each {@code {"from": …, "seconds": …}}. */
  private static JsonElement withTimes(JsonElement element, Instant now) {
    if (element.isJsonArray()) {
      JsonArray array = new JsonArray();
      element.getAsJsonArray().forEach(item -> array.add(withTimes(item, now)));
      return array;
    }
    if (!element.isJsonObject()) {
      return element;
    }
    JsonObject object = element.getAsJsonObject();
    if (object.keySet().equals(Set.of("from", "seconds"))) {
      Instant from =
          switch (object.get("from").getAsString()) {
            case "now" -> now;
            case "midnight" -> now.truncatedTo(ChronoUnit.DAYS);
            default -> throw new IllegalArgumentException("Unknown time: " + object);
          };
      return new JsonPrimitive(from.getEpochSecond() + object.get("seconds").getAsLong());
    }
    JsonObject copy = new JsonObject();
    object.asMap().forEach((name, value) -> copy.add(name, withTimes(value, now)));
    return copy;
  }
}
