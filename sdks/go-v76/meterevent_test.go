package sdk

import (
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meterevent"

	"stripe-meter-mock/sdks/go-player"
)

func TestCreateWithEveryParameter(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	hourAgo := time.Now().Add(-time.Hour).Unix()
	params := usage()
	params.SetIdempotencyKey("key-1")
	params.Identifier = stripe.String("order-1")
	params.Timestamp = stripe.Int64(hourAgo)

	event, err := meterEvents(t, account, 0).New(params)

	if err != nil {
		t.Fatal(err)
	}
	if age := time.Now().Unix() - event.Created; age < 0 || age > 60 {
		t.Errorf("created %d seconds ago", age)
	}
	equal(t, "key", event.LastResponse.IdempotencyKey, "key-1")
	event.LastResponse, event.Created = nil, 0
	equal(t, "event", *event, stripe.BillingMeterEvent{
		EventName:  "ai_search_api",
		Identifier: "order-1",
		Livemode:   false,
		Object:     "billing.meter_event",
		Payload:    map[string]string{"stripe_customer_id": "cus_1", "value": "25"},
		Timestamp:  hourAgo,
	})
	equal(t, "received", account.Events(t), []player.Event{{
		EventName:  "ai_search_api",
		Identifier: "order-1",
		Payload:    map[string]string{"stripe_customer_id": "cus_1", "value": "25"},
		Timestamp:  hourAgo,
	}})
}

func TestGeneratedIdentifier(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)

	event, err := meterEvents(t, account, 0).New(usage())

	if err != nil {
		t.Fatal(err)
	}
	matches(t, "identifier", event.Identifier, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	equal(t, "received", account.Events(t)[0].Identifier, event.Identifier)
}

func TestUnicodePayload(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	params := usage()
	params.Payload = map[string]string{"stripe_customer_id": "cus_1", "value": "1", "kéy (x)": "ü & ' ! * ~ + %", "空": "値 🙂", "a b": "c  d", "empty": ""}

	event, err := meterEvents(t, account, 0).New(params)

	if err != nil {
		t.Fatal(err)
	}
	equal(t, "payload", event.Payload, params.Payload)
	equal(t, "received", account.Events(t)[0].Payload, params.Payload)
}

func TestDuplicate(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	events := meterEvents(t, account, 2)
	params := usage()
	params.Identifier = stripe.String("order-1")
	if _, err := events.New(params); err != nil {
		t.Fatal(err)
	}

	_, err := events.New(params)

	refused := refusal(t, err)
	equal(t, "type", refused.Type, stripe.ErrorTypeInvalidRequest)
	equal(t, "message", refused.Msg, "An event already exists with identifier order-1.")
	equal(t, "code", refused.Code, "")
	equal(t, "status", refused.HTTPStatusCode, http.StatusBadRequest)
	equal(t, "events", len(account.Events(t)), 1)
	equal(t, "requests", len(account.Requests(t)), 2)
}

func TestExpandIsRefused(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	params := usage()
	params.AddExpand("customer")

	_, err := meterEvents(t, account, 0).New(params)

	refused := refusal(t, err)
	equal(t, "type", refused.Type, stripe.ErrorTypeInvalidRequest)
	equal(t, "message", refused.Msg, "This property cannot be expanded (customer).")
	equal(t, "code", refused.Code, "")
	equal(t, "events", len(account.Events(t)), 0)
}

func TestLastResponseHeaders(t *testing.T) {
	t.Parallel()
	params := usage()
	params.SetIdempotencyKey("key-1")

	event, err := meterEvents(t, player.NewAccount(t), 0).New(params)

	if err != nil {
		t.Fatal(err)
	}
	headers := event.LastResponse.Header
	matches(t, "Request-Id", headers.Get("Request-Id"), "^req_[0-9A-Za-z]{14}$")
	equal(t, "Original-Request", headers.Get("Original-Request"), headers.Get("Request-Id"))
	equal(t, "Idempotency-Key", headers.Get("Idempotency-Key"), "key-1")
	equal(t, "Idempotent-Replayed", headers.Values("Idempotent-Replayed"), nil)
	equal(t, "Stripe-Should-Retry", headers.Get("Stripe-Should-Retry"), "false")
	equal(t, "Stripe-Version", headers.Get("Stripe-Version"), "2023-10-16")
}

func TestRetryGetsTheKeptAnswer(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	account.Arm(t, map[string]any{"effect": "response_lost", "times": 1})

	event, err := meterEvents(t, account, 2).New(usage())

	if err != nil {
		t.Fatal(err)
	}
	expectReplay(t, event)
	equal(t, "events", len(account.Events(t)), 1)
	equal(t, "requests", len(account.Requests(t)), 2)
}

// The second attempt is net/http's own, since the request has an Idempotency-Key (Transport.shouldRetryRequest).
func TestNetHTTPResendsAfterALostAnswerOnAKeptConnection(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	events := meterEvents(t, account, 0)
	if _, err := events.New(usage()); err != nil {
		t.Fatal(err)
	}
	account.Arm(t, map[string]any{"effect": "response_lost", "times": 1})

	event, err := events.New(usage())

	if err != nil {
		t.Fatal(err)
	}
	expectReplay(t, event)
	equal(t, "events", len(account.Events(t)), 2)
	equal(t, "requests", len(account.Requests(t)), 3)
}

func meterEvents(t *testing.T, account player.Account, maxRetries int64) meterevent.Client {
	return meterevent.Client{B: newBackend(account.Settings(t, maxRetries)), Key: account.Key}
}

func usage() *stripe.BillingMeterEventParams {
	return &stripe.BillingMeterEventParams{
		EventName: stripe.String("ai_search_api"),
		Payload:   map[string]string{"stripe_customer_id": "cus_1", "value": "25"},
	}
}

func refusal(t *testing.T, err error) *stripe.Error {
	t.Helper()
	var refused *stripe.Error
	if !errors.As(err, &refused) {
		t.Fatalf("%v is not a *stripe.Error", err)
	}
	return refused
}

func expectReplay(t *testing.T, event *stripe.BillingMeterEvent) {
	t.Helper()
	headers := event.LastResponse.Header
	equal(t, "Idempotent-Replayed", headers.Get("Idempotent-Replayed"), "true")
	if headers.Get("Original-Request") == headers.Get("Request-Id") {
		t.Error("Original-Request is this request")
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %#v, want %#v", what, got, want)
	}
}

func matches(t *testing.T, what, got, pattern string) {
	t.Helper()
	if !regexp.MustCompile(pattern).MatchString(got) {
		t.Errorf("%s is %q, want a match of %s", what, got, pattern)
	}
}
