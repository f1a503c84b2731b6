import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stripe.StripeClient;
import org.junit.jupiter.api.Test;

class StreamHostTest {
  @Test
  void theStreamHasItsOwnBaseAddress() throws Exception {
    var one = StripeClient.builder().setApiBase(Control.API_BASE);
    assertEquals("meter-events.stripe.com", StreamHost.of(one));
    var both = StripeClient.builder().setApiBase(Control.API_BASE);
    assertEquals("here", StreamHost.of(both.setMeterEventsBase(Control.METER_EVENTS_BASE)));
  }
}
