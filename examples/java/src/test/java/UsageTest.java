import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.param.billing.MeterEventCreateParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MeterMock.Extension.class)
class UsageTest {
  private static void send(MeterMock mock, int retries) throws StripeException {
    mock.client(retries).v1().billing().meterEvents().create(MeterEventCreateParams.builder()
        .setEventName("ai_tokens")
        .setIdentifier("order-1")
        .putPayload("stripe_customer_id", "cus_1")
        .putPayload("value", "25")
        .build());
  }

  @Test
  void usageIsCountedOnce(MeterMock mock) throws StripeException {
    send(mock, 0);
    assertThrows(InvalidRequestException.class, () -> send(mock, 0));
    assertEquals("25", mock.usage("cus_1"));
  }

  @Test
  void aLostResponseDoesNotBillTwice(MeterMock mock) throws StripeException {
    // The event counts, and then the connection breaks. The JDK sends again by itself: stripe-java
    // does not retry a broken connection.
    mock.arm("response_lost");
    send(mock, 2);
    assertEquals(2, mock.requests().size());
    assertEquals("25", mock.usage("cus_1"));
  }

  @Test
  void anIdentifierCanBeUsedAgainAfter24Hours(MeterMock mock) throws StripeException {
    send(mock, 0);
    mock.advance(25 * 3600);
    send(mock, 0);
    assertEquals("50", mock.usage("cus_1"));
  }

  @Test
  void aResetRemovesAllEvents(MeterMock mock) throws StripeException {
    send(mock, 0);
    mock.reset();
    assertEquals(0, mock.events().size());
  }
}
