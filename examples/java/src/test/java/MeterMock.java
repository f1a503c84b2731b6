import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A local Stripe meter mock for JUnit 5: one server per run, a fresh account for each test that
 * takes a MeterMock. Copy it unchanged. STRIPE_METER_MOCK sets the command that starts the server;
 * by default npx does.
 */
public final class MeterMock {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final String url;
  private final String account = "t" + UUID.randomUUID().toString().replace("-", "");

  private MeterMock(String url) {
    this.url = url;
  }

  /** A client for this test's account. */
  public StripeClient client(int retries) {
    return StripeClient.builder()
        .setApiKey("sk_test_" + account + "_key")
        .setApiBase(url)
        .setMeterEventsBase(url)
        .setMaxNetworkRetries(retries)
        .build();
  }

  /** The total of a customer, as an exact decimal string; null if nothing was counted. */
  public String usage(String customer) {
    for (var each : list("/usage")) {
      JsonObject total = each.getAsJsonObject();
      if (total.get("customer").getAsString().equals(customer)) return total.get("value").getAsString();
    }
    return null;
  }

  public JsonArray events() {
    return list("/meter_events");
  }

  public JsonArray requests() {
    return list("/requests");
  }

  /** Arms a fault for the next request of this account. */
  public void arm(String effect) {
    call("POST", "/faults", "{\"effect\":\"%s\",\"match\":{\"account\":\"%s\"}}".formatted(effect, account));
  }

  /** Moves the account's own clock; other tests are not affected. */
  public void advance(long seconds) {
    call("POST", "/clock?account=" + account, "{\"advance_seconds\":%d}".formatted(seconds));
  }

  public void reset() {
    call("POST", "/reset?account=" + account, "{}");
  }

  private JsonArray list(String path) {
    return call("GET", path + "?account=" + account, null).getAsJsonArray("data");
  }

  private JsonObject call(String method, String path, String body) {
    var sent = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(url + "/_mock" + path))
        .method(method, sent).header("Content-Type", "application/json").build();
    try {
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) throw new IllegalStateException(response.body());
      return JsonParser.parseString(response.body()).getAsJsonObject();
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  /** For {@code @ExtendWith(MeterMock.Extension.class)}: starts the server before the first test. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == MeterMock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var store = context.getRoot().getStore(ExtensionContext.Namespace.create(MeterMock.class));
      return new MeterMock(store.getOrComputeIfAbsent("server", key -> new Server(), Server.class).url);
    }
  }

  /** The server. It exits when its standard input closes, even if this JVM is killed. */
  private static final class Server implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    final Process process;
    final String url;

    Server() {
      String given = System.getenv("STRIPE_METER_MOCK");
      String npx = System.getProperty("os.name").startsWith("Windows") ? "npx.cmd" : "npx";
      var command = new ArrayList<>(List.of((given == null ? npx + " --no-install stripe-meter-mock" : given).split(" ")));
      command.addAll(List.of("--port", "0", "--log-level", "warn", "--exit-with-parent"));
      try {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String ready = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (ready == null) throw new IllegalStateException("the server did not start: install stripe-meter-mock with npm here, or set STRIPE_METER_MOCK");
        url = ready.substring(ready.lastIndexOf(' ') + 1);
      } catch (IOException problem) {
        throw new IllegalStateException(problem);
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.getOutputStream().close();
      process.waitFor();
    }
  }
}
