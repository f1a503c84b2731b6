import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.param.v2.billing.MeterEventStreamCreateParams;
import java.net.URI;

/** Where the stream goes: it has its own base address. */
final class StreamHost {
  private StreamHost() {}

  /** Its part of the report. */
  static JsonObject report() throws StripeException {
    JsonObject stream = new JsonObject();
    stream.addProperty("host", of(StripeClient.builder().setApiBase(Control.API_BASE)));
    stream.addProperty("set", "`setApiBase(base)` and `setMeterEventsBase(base)`");
    return stream;
  }

  /** {@code here}, or the host to which a client would send a stream request. */
  static String of(StripeClient.StripeClientBuilder builder) throws StripeException {
    NotingHosts noting = new NotingHosts();
    StripeClient client = builder.setApiKey("token_1").setHttpClient(noting).build();
    var params = MeterEventStreamCreateParams.builder().build();
    try {
      client.v2().billing().meterEventStream().create(params);
    } catch (ApiConnectionException expected) {
      return noting.host.equals(URI.create(Control.API_BASE).getAuthority()) ? "here" : noting.host;
    }
    throw new IllegalStateException("A stream request arrived nowhere, and that was no error");
  }

  /** Opens no connection, but notes the host. */
  private static final class NotingHosts extends HttpClient {
    private String host;

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
      host = request.url().getAuthority();
      throw new ApiConnectionException("No connection is to be opened");
    }
  }
}
