package sdk

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meter"
	"github.com/stripe/stripe-go/v76/event"
	"github.com/stripe/stripe-go/v76/webhook"
	"github.com/stripe/stripe-go/v76/webhookendpoint"

	"stripe-meter-mock/sdks/go-player"
)

// wired is a meter in a fresh account, and an endpoint here. v76 can neither create a thin destination nor parse thin
// events: it has only snapshots, and so no error reports.
type wired struct {
	account   player.Account
	receiver  *player.Receiver
	meters    meter.Client
	events    event.Client
	endpoints webhookendpoint.Client
	meter     *stripe.BillingMeter
	secret    string
}

func TestASnapshot(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.rename(t, "Search, all regions")
	updated := must(construct(w.snapshot(t), w.secret))(t)
	equal(t, "type", updated.Type, stripe.EventType("billing.meter.updated"))
	equal(t, "meter", updated.GetObjectValue("id"), w.meter.ID)
	equal(t, "before", updated.GetPreviousValue("display_name"), "Search")
	equal(t, "retrieved", must(w.events.Get(updated.ID, nil))(t).Type, updated.Type)
	related := must(w.meters.Get(updated.GetObjectValue("id"), nil))(t)
	equal(t, "related", related.DisplayName, "Search, all regions")
}

// v76 accepts only its own version. An endpoint created without a version has that of the SDK that created it.
func TestASnapshotOfAnotherVersion(t *testing.T) {
	t.Parallel()
	own := wire(t, "")
	own.rename(t, "Search, all regions")
	equal(t, "version", must(construct(own.snapshot(t), own.secret))(t).APIVersion, stripe.APIVersion)

	w := wire(t, "2025-06-30.basil")
	w.rename(t, "Search, all regions")
	_, err := construct(w.snapshot(t), w.secret)
	says(t, err, "Received event with API version 2025-06-30.basil, but stripe-go "+stripe.ClientVersion+
		" expects API version "+stripe.APIVersion+".")
}

// A thin event is refused only because its time is a string.
func TestTheWrongKind(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	secret := w.thinDestination(t)
	w.rename(t, "Search, all regions")
	_, err := construct(w.receiver.Take(t, "/thin"), secret)
	says(t, err, "Failed to parse webhook body json: json: cannot unmarshal string into Go struct field Event.created")
}

func TestAnOldTimestampAndAWrongSecret(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	refused := func(want error, secret string) {
		t.Helper()
		w.rename(t, w.meter.DisplayName+"!")
		_, err := construct(w.snapshot(t), secret)
		equal(t, "error", err, want)
	}
	w.account.Arm(t, map[string]any{"effect": "signature_stale"})
	refused(webhook.ErrTooOld, w.secret)
	w.account.Arm(t, map[string]any{"effect": "signature_wrong"})
	refused(webhook.ErrNoValidSignature, w.secret)
	refused(webhook.ErrNoValidSignature, "whsec_another")
}

func TestListsAutoPage(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.rename(t, "Search, all regions")
	must(w.meters.Deactivate(w.meter.ID, nil))(t)
	one := stripe.ListParams{Limit: stripe.Int64(1)}
	events := w.events.List(&stripe.EventListParams{ListParams: one})
	var types []string
	for events.Next() {
		types = append(types, string(events.Event().Type))
	}
	equal(t, "events", types, []string{
		"billing.meter.deactivated", "billing.meter.updated", "billing.meter.created",
	})

	made := []string{"http://127.0.0.1:9/a", "http://127.0.0.1:9/b"}
	for _, url := range made {
		w.newEndpoint(t, url, "*", "")
	}
	endpoints := w.endpoints.List(&stripe.WebhookEndpointListParams{ListParams: one})
	var urls []string
	for endpoints.Next() {
		urls = append(urls, endpoints.WebhookEndpoint().URL)
	}
	slices.Reverse(made)
	equal(t, "endpoints", urls, append(made, w.receiver.URL+"/snapshot"))
	equal(t, "no error", [2]error{events.Err(), endpoints.Err()}, [2]error{})
}

// wire takes the API version for snapshots; without one, that of the create call applies.
func wire(t *testing.T, version string) wired {
	t.Helper()
	account := player.NewAccount(t)
	backend := newBackend(account.Settings(t, 0))
	w := wired{
		account:   account,
		receiver:  player.Receive(t),
		meters:    meter.Client{B: backend, Key: account.Key},
		events:    event.Client{B: backend, Key: account.Key},
		endpoints: webhookendpoint.Client{B: backend, Key: account.Key},
	}
	w.meter = must(w.meters.New(&stripe.BillingMeterParams{
		DefaultAggregation: &stripe.BillingMeterDefaultAggregationParams{Formula: stripe.String("sum")},
		DisplayName:        stripe.String("Search"),
		EventName:          stripe.String("ai_search_api"),
	}))(t)
	w.secret = w.newEndpoint(t, w.receiver.URL+"/snapshot", "billing.meter.updated", version).Secret
	return w
}

func (w wired) newEndpoint(t *testing.T, url, events, version string) *stripe.WebhookEndpoint {
	t.Helper()
	params := &stripe.WebhookEndpointParams{
		URL:           stripe.String(url),
		EnabledEvents: stripe.StringSlice([]string{events}),
	}
	if version != "" {
		params.APIVersion = stripe.String(version)
	}
	return must(w.endpoints.New(params))(t)
}

// thinDestination creates one as the dashboard would, and returns its secret.
func (w wired) thinDestination(t *testing.T) string {
	t.Helper()
	body := `{"name": "Meters", "type": "webhook_endpoint", "event_payload": "thin",
		"enabled_events": ["v1.billing.meter.updated"], "include": ["webhook_endpoint.signing_secret"],
		"webhook_endpoint": {"url": "` + w.receiver.URL + `/thin"}}`
	url := w.account.URL + "/v2/core/event_destinations"
	request := must(http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body)))(t)
	request.Header.Set("Authorization", "Bearer "+w.account.Key)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Stripe-Version", "2025-06-30.basil")
	response := must(http.DefaultClient.Do(request))(t)
	defer response.Body.Close()
	var made struct {
		WebhookEndpoint struct {
			SigningSecret string `json:"signing_secret"`
		} `json:"webhook_endpoint"`
	}
	if err := json.NewDecoder(response.Body).Decode(&made); err != nil || made.WebhookEndpoint.SigningSecret == "" {
		t.Fatalf("%s: %v", response.Status, err)
	}
	return made.WebhookEndpoint.SigningSecret
}

func (w wired) snapshot(t *testing.T) player.Delivery {
	t.Helper()
	return w.receiver.Take(t, "/snapshot")
}

func construct(delivery player.Delivery, secret string) (stripe.Event, error) {
	return webhook.ConstructEvent(delivery.Body, delivery.Signature, secret)
}

// rename makes a change that every destination receives.
func (w wired) rename(t *testing.T, name string) {
	t.Helper()
	renamed := must(w.meters.Update(w.meter.ID, &stripe.BillingMeterParams{DisplayName: stripe.String(name)}))(t)
	*w.meter = *renamed
	w.account.Advance(t, 0)
}

func says(t *testing.T, err error, beginning string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), beginning) {
		t.Errorf("got %v, want %s", err, beginning)
	}
}
