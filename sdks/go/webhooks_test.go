package sdk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v86"
	"github.com/stripe/stripe-go/v86/webhook"

	"stripe-meter-mock/sdks/go-player"
)

const (
	errorReport = "v1.billing.meter.error_report_triggered"
	noMeter     = "v1.billing.meter.no_meter_found"
)

// wired is a meter in a fresh account, and two destinations here, one for each kind of event.
type wired struct {
	client
	account  player.Account
	receiver *player.Receiver
	meter    *stripe.BillingMeter
	secrets  secrets
}

type secrets struct{ thin, snapshot string }

// sample is one error code with one identifier, as handlers read them.
type sample struct{ code, identifier string }

func TestADeliveryLeadsToTheCodesAndIdentifiers(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.sendBadEvents(t)
	parsed := must(w.parseThin(w.thin(t), w.secrets.thin))(t)
	notification, ok := parsed.(*stripe.V1BillingMeterErrorReportTriggeredEventNotification)
	if !ok {
		t.Fatalf("it is a %T", parsed)
	}
	equal(t, "related object", notification.RelatedObject.ID, w.meter.ID)
	meter := must(notification.FetchRelatedObject(ctx))(t)
	equal(t, "meter", [2]string{meter.ID, meter.DisplayName}, [2]string{w.meter.ID, "Search"})
	event := must(notification.FetchEvent(ctx))(t)
	equal(t, "event", event.ID, notification.ID)
	equal(t, "summary", event.Data.DeveloperMessageSummary, "There are 2 invalid events")
	equal(t, "count", event.Data.Reason.ErrorCount, 2)
	var samples []sample
	for _, each := range event.Data.Reason.ErrorTypes {
		for _, one := range each.SampleErrors {
			samples = append(samples, sample{string(each.Code), one.Request.Identifier})
		}
	}
	equal(t, "samples", samples, []sample{
		{"meter_event_no_customer_defined", "order-1"},
		{"meter_event_invalid_value", "order-2"},
	})
}

// Only the event can be fetched: its notification has no FetchRelatedObject.
func TestNoMeterFound(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.account.RaiseErrorReport(t, map[string]any{
		"event_name": "typo_api",
		"errors":     []any{map[string]any{"code": "no_meter", "samples": []any{map[string]any{"identifier": "order-3"}}}},
	})
	w.account.Advance(t, 0)
	parsed := must(w.parseThin(w.thin(t), w.secrets.thin))(t)
	notification, ok := parsed.(*stripe.V1BillingMeterNoMeterFoundEventNotification)
	if !ok {
		t.Fatalf("it is a %T", parsed)
	}
	found := must(notification.FetchEvent(ctx))(t).Data.Reason.ErrorTypes[0]
	got := sample{string(found.Code), found.SampleErrors[0].Request.Identifier}
	equal(t, "sample", got, sample{"no_meter", "order-3"})
}

// 86.1 has no types for the thin counterparts of snapshots: they are UnknownEventNotification, but can be fetched.
func TestASnapshotAndItsThinCounterpart(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.rename(t, "Search, all regions")
	event := must(construct(w.snapshot(t), w.secrets.snapshot))(t)
	equal(t, "type", event.Type, stripe.EventType("billing.meter.updated"))
	equal(t, "meter", event.GetObjectValue("id"), w.meter.ID)
	equal(t, "before", event.GetPreviousValue("display_name"), "Search")
	equal(t, "retrieved", must(w.V1Events.Retrieve(ctx, event.ID, nil))(t).Type, event.Type)

	parsed := must(w.parseThin(w.thin(t), w.secrets.thin))(t)
	thin, ok := parsed.(*stripe.UnknownEventNotification)
	if !ok {
		t.Fatalf("it is a %T", parsed)
	}
	equal(t, "type", thin.Type, "v1.billing.meter.updated")
	raw, ok := must(thin.FetchEvent(ctx))(t).(*stripe.V2CoreRawEvent)
	equal(t, "raw", ok && raw.ID == thin.ID, true)
	meter := string(must(thin.FetchRelatedObject(ctx))(t).LastResponse.RawJSON)
	equal(t, "meter", strings.Contains(meter, `"display_name": "Search, all regions"`), true)
}

func TestTheWrongKind(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.rename(t, "Search, all regions")
	_, err := construct(w.thin(t), w.secrets.thin)
	says(t, err, "did you use ConstructEvent to parse a thin event notification? If so, use ParseEventNotification instead")
	_, err = w.parseThin(w.snapshot(t), w.secrets.snapshot)
	says(t, err, "did you use EventNotificationFromJSON to parse a webhook payload? If so, use ConstructEvent instead")
}

// The version is the endpoint's, or, if it was created without one, that of the SDK that created it.
func TestASnapshotOfAnotherReleaseTrain(t *testing.T) {
	t.Parallel()
	own := wire(t, "")
	own.rename(t, "Search, all regions")
	event := must(construct(own.snapshot(t), own.secrets.snapshot))(t)
	equal(t, "version", event.APIVersion, stripe.APIVersion)

	w := wire(t, "2025-06-30.basil")
	w.rename(t, "Search, all regions")
	_, err := construct(w.snapshot(t), w.secrets.snapshot)
	says(t, err, "received event with API version 2025-06-30.basil, but stripe-go "+stripe.ClientVersion+
		" expects API version "+stripe.APIVersion+".")
}

// The two parsers have separate error values with the same text.
func TestAnOldTimestampAndAWrongSecret(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	refused := func(wantThin, wantSnapshot error, with secrets) {
		t.Helper()
		w.rename(t, w.meter.DisplayName+"!")
		_, err := w.parseThin(w.thin(t), with.thin)
		equal(t, "thin", err, wantThin)
		_, err = construct(w.snapshot(t), with.snapshot)
		equal(t, "snapshot", err, wantSnapshot)
		equal(t, "words", wantThin.Error(), wantSnapshot.Error())
	}
	w.account.Arm(t, map[string]any{"effect": "signature_stale", "times": 2})
	refused(stripe.ErrWebhookTooOld, webhook.ErrTooOld, w.secrets)
	w.account.Arm(t, map[string]any{"effect": "signature_wrong", "times": 2})
	refused(stripe.ErrWebhookNoValidSignature, webhook.ErrNoValidSignature, w.secrets)
	swapped := secrets{thin: w.secrets.snapshot, snapshot: w.secrets.thin}
	refused(stripe.ErrWebhookNoValidSignature, webhook.ErrNoValidSignature, swapped)
}

func TestListsAutoPage(t *testing.T) {
	t.Parallel()
	w := wire(t, stripe.APIVersion)
	w.rename(t, "Search, all regions")
	must(w.V1BillingMeters.Deactivate(ctx, w.meter.ID, nil))(t)
	one := stripe.Int64(1)

	snapshots := w.V1Events.List(ctx, &stripe.EventListParams{ListParams: stripe.ListParams{Limit: one}})
	equal(t, "snapshots", listed(t, snapshots.All(ctx), func(event *stripe.Event) string { return string(event.Type) }),
		[]string{"billing.meter.deactivated", "billing.meter.updated", "billing.meter.created"})
	thin := w.V2CoreEvents.List(ctx, &stripe.V2CoreEventListParams{ObjectID: stripe.String(w.meter.ID), Limit: one})
	equal(t, "thin", listed(t, thin.All(ctx), func(event stripe.V2CoreEvent) string {
		return event.(*stripe.V2CoreRawEvent).Type
	}), []string{"v1.billing.meter.deactivated", "v1.billing.meter.updated", "v1.billing.meter.created"})

	urls := []string{"http://127.0.0.1:9/a", "http://127.0.0.1:9/b"}
	for _, url := range urls {
		w.newEndpoint(t, url, "*", "")
	}
	endpoints := w.V1WebhookEndpoints.List(ctx, &stripe.WebhookEndpointListParams{ListParams: stripe.ListParams{Limit: one}})
	slices.Reverse(urls)
	equal(t, "endpoints", listed(t, endpoints.All(ctx), func(endpoint *stripe.WebhookEndpoint) string { return endpoint.URL }),
		append(urls, w.receiver.URL+"/snapshot"))
}

// wire takes the API version for snapshots; without one, that of the create call applies.
func wire(t *testing.T, version string) wired {
	t.Helper()
	w := wired{account: player.NewAccount(t), receiver: player.Receive(t)}
	w.client = newClient(w.account.Settings(t, 0)).(client)
	w.meter = must(w.V1BillingMeters.Create(ctx, &stripe.BillingMeterCreateParams{
		DefaultAggregation: &stripe.BillingMeterCreateDefaultAggregationParams{Formula: stripe.String("sum")},
		DisplayName:        stripe.String("Search"),
		EventName:          stripe.String("ai_search_api"),
	}))(t)
	destination := must(w.V2CoreEventDestinations.Create(ctx, &stripe.V2CoreEventDestinationCreateParams{
		Name:          stripe.String("Meters"),
		Type:          stripe.String("webhook_endpoint"),
		EventPayload:  stripe.String("thin"),
		EnabledEvents: stripe.StringSlice([]string{errorReport, noMeter, "v1.billing.meter.updated"}),
		Include:       stripe.StringSlice([]string{"webhook_endpoint.signing_secret"}),
		WebhookEndpoint: &stripe.V2CoreEventDestinationCreateWebhookEndpointParams{
			URL: stripe.String(w.receiver.URL + "/thin"),
		},
	}))(t)
	endpoint := w.newEndpoint(t, w.receiver.URL+"/snapshot", "billing.meter.updated", version)
	w.secrets = secrets{thin: destination.WebhookEndpoint.SigningSecret, snapshot: endpoint.Secret}
	return w
}

func (w wired) newEndpoint(t *testing.T, url, events, version string) *stripe.WebhookEndpoint {
	t.Helper()
	params := &stripe.WebhookEndpointCreateParams{
		URL:           stripe.String(url),
		EnabledEvents: stripe.StringSlice([]string{events}),
	}
	if version != "" {
		params.APIVersion = stripe.String(version)
	}
	return must(w.V1WebhookEndpoints.Create(ctx, params))(t)
}

func (w wired) thin(t *testing.T) player.Delivery {
	t.Helper()
	return w.receiver.Take(t, "/thin")
}

func (w wired) snapshot(t *testing.T) player.Delivery {
	t.Helper()
	return w.receiver.Take(t, "/snapshot")
}

func (w wired) parseThin(delivery player.Delivery, secret string) (stripe.EventNotificationContainer, error) {
	return w.ParseEventNotification(delivery.Body, delivery.Signature, secret)
}

func construct(delivery player.Delivery, secret string) (stripe.Event, error) {
	return webhook.ConstructEvent(delivery.Body, delivery.Signature, secret)
}

// rename makes a change that both destinations receive.
func (w wired) rename(t *testing.T, name string) {
	t.Helper()
	renamed := must(w.V1BillingMeters.Update(ctx, w.meter.ID, &stripe.BillingMeterUpdateParams{
		DisplayName: stripe.String(name),
	}))(t)
	*w.meter = *renamed
	w.account.Advance(t, 0)
}

// sendBadEvents sends two events that are accepted but invalid, within one window: one without a customer, one with a
// value that is not a number.
func (w wired) sendBadEvents(t *testing.T) {
	t.Helper()
	w.account.Freeze(t)
	for i, payload := range []map[string]string{
		{"value": "1"},
		{"stripe_customer_id": "cus_1", "value": "many"},
	} {
		must(w.V1BillingMeterEvents.Create(ctx, &stripe.BillingMeterEventCreateParams{
			EventName:  stripe.String("ai_search_api"),
			Identifier: stripe.String(fmt.Sprintf("order-%d", i+1)),
			Payload:    payload,
		}))(t)
	}
	w.account.Advance(t, 12)
}

func listed[T any](t *testing.T, all stripe.Seq2[T, error], text func(T) string) []string {
	t.Helper()
	var texts []string
	all(func(each T, err error) bool {
		texts = append(texts, text(must(each, err)(t)))
		return true
	})
	return texts
}

func says(t *testing.T, err error, beginning string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), beginning) {
		t.Errorf("got %v, want %s", err, beginning)
	}
}
