import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The server's control routes. */
final class Control {
  static final String API_BASE = System.getenv("STRIPE_API_BASE");
  static final String METER_EVENTS_BASE = System.getenv("STRIPE_METER_EVENTS_BASE");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Control() {}

  static void arm(JsonObject fault, String account) throws IOException, InterruptedException {
    JsonObject match = new JsonObject();
    match.addProperty("account", account);
    JsonObject body = fault.deepCopy();
    body.add("match", match);
    post("faults", body);
  }

  /** Makes an error report as if events had been invalid. */
  static void raiseErrorReport(JsonObject report, String account)
      throws IOException, InterruptedException {
    JsonObject body = report.deepCopy();
    body.addProperty("account", account);
    post("error_reports", body);
  }

  /** Moves the account's own clock. Deliveries that become due have been made when it returns. */
  static void advanceClock(String account, long seconds) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("advance_seconds", seconds);
    post("clock?account=" + account, body);
  }

  /** Freezes the account's own clock: it then changes only when it is moved. */
  static void freezeClock(String account) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("frozen", true);
    post("clock?account=" + account, body);
  }

  static int count(String what, String account) throws IOException, InterruptedException {
    return list(what, account, 1000).size();
  }

  static boolean replayed(String account) throws IOException, InterruptedException {
    return list("requests", account, 1).get(0).getAsJsonObject().get("replayed").getAsBoolean();
  }

  private static void post(String path, JsonObject body) throws IOException, InterruptedException {
    send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static JsonArray list(String what, String account, int limit)
      throws IOException, InterruptedException {
    String path = "%s?account=%s&limit=%d".formatted(what, account, limit);
    return JsonParser.parseString(send(request(path))).getAsJsonObject().getAsJsonArray("data");
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(API_BASE + "/_mock/" + path));
  }

  private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = HTTP.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(response + ": " + response.body());
    }
    return response.body();
  }
}
