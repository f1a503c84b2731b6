package usage

import (
	"context"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v86"
)

func send(mock MeterMock, retries int64) error {
	params := &stripe.BillingMeterEventCreateParams{
		EventName:  stripe.String("ai_tokens"),
		Identifier: stripe.String("order-1"),
		Payload:    map[string]string{"stripe_customer_id": "cus_1", "value": "25"},
	}
	_, err := mock.Client(retries).V1BillingMeterEvents.Create(context.Background(), params)
	return err
}

func TestUsageIsCountedOnce(t *testing.T) {
	mock := NewMeterMock(t)
	if err := send(mock, 0); err != nil {
		t.Fatal(err)
	}
	if err := send(mock, 0); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("the second: %v", err)
	}
	if got := mock.Usage()["cus_1"]; got != "25" {
		t.Errorf("usage %s, want 25", got)
	}
}

func TestALostResponseDoesNotBillTwice(t *testing.T) {
	mock := NewMeterMock(t)
	// The event counts, and then the connection breaks. Twice: net/http sends once more by itself,
	// which would hide that nothing retries.
	mock.Arm("response_lost", 2)
	if err := send(mock, 2); err != nil {
		t.Fatal(err)
	}
	if got, requests := mock.Usage()["cus_1"], len(mock.Requests()); got != "25" || requests != 3 {
		t.Errorf("usage %s by %d requests, want 25 by 3", got, requests)
	}
}

func TestAnIdentifierCanBeUsedAgainAfter24Hours(t *testing.T) {
	mock := NewMeterMock(t)
	for range 2 {
		if err := send(mock, 0); err != nil {
			t.Fatal(err)
		}
		mock.Advance(25 * 3600)
	}
	if got := mock.Usage()["cus_1"]; got != "50" {
		t.Errorf("usage %s, want 50", got)
	}
}

func TestAResetRemovesAllEvents(t *testing.T) {
	mock := NewMeterMock(t)
	if err := send(mock, 0); err != nil {
		t.Fatal(err)
	}
	mock.Reset()
	if kept := len(mock.Events()); kept != 0 {
		t.Errorf("%d events after a reset", kept)
	}
}
