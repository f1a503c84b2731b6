package sdk

import (
	"errors"
	"fmt"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meter"
	"github.com/stripe/stripe-go/v76/billing/meterevent"
	"github.com/stripe/stripe-go/v76/billing/metereventadjustment"
	"github.com/stripe/stripe-go/v76/billing/metereventsummary"

	"stripe-meter-mock/sdks/go-player"
)

type client struct {
	meters      meter.Client
	events      meterevent.Client
	summaries   metereventsummary.Client
	adjustments metereventadjustment.Client
}

func newClient(settings player.Settings) player.Client {
	backend := newBackend(settings)
	return &client{
		meters:      meter.Client{B: backend, Key: settings.Key},
		events:      meterevent.Client{B: backend, Key: settings.Key},
		summaries:   metereventsummary.Client{B: backend, Key: settings.Key},
		adjustments: metereventadjustment.Client{B: backend, Key: settings.Key},
	}
}

func newBackend(settings player.Settings) stripe.Backend {
	return stripe.GetBackendWithConfig(stripe.APIBackend, &stripe.BackendConfig{
		HTTPClient:        settings.HTTPClient,
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
		MaxNetworkRetries: stripe.Int64(settings.MaxRetries),
		URL:               stripe.String(settings.URL),
	})
}

func (c *client) CreateEvent(step player.Step) (any, error) {
	params := &stripe.BillingMeterEventParams{
		Params:     stripe.Params{IdempotencyKey: step.IdempotencyKey},
		EventName:  step.With.EventName,
		Identifier: step.With.Identifier,
		Payload:    step.With.Payload,
		Timestamp:  step.With.Timestamp,
	}
	for _, property := range step.With.Expand {
		params.AddExpand(property)
	}
	for name, value := range step.Extra {
		params.AddExtra(name, value)
	}
	return c.events.New(params)
}

func (c *client) CreateMeter(with player.With) (any, error) {
	return c.meters.New(&stripe.BillingMeterParams{
		DefaultAggregation: &stripe.BillingMeterDefaultAggregationParams{Formula: with.Formula},
		DisplayName:        with.DisplayName,
		EventName:          with.EventName,
	})
}

func (c *client) FindMeter(with player.With) (any, error) {
	return c.findMeter(with.EventName, with.PageSize)
}

func (c *client) DeactivateMeter(with player.With) (any, error) {
	found, err := c.findMeter(with.EventName, with.PageSize)
	if err != nil {
		return nil, err
	}
	return c.meters.Deactivate(found.ID, nil)
}

func (c *client) Summaries(with player.With) (any, error) {
	meter, err := c.findMeter(with.EventName, stripe.Int64(100))
	if err != nil {
		return nil, err
	}
	summaries := c.summaries.List(&stripe.BillingMeterEventSummaryListParams{
		ListParams:          stripe.ListParams{Limit: with.PageSize},
		ID:                  stripe.String(meter.ID),
		Customer:            with.Customer,
		EndTime:             with.EndTime,
		StartTime:           with.StartTime,
		ValueGroupingWindow: with.ValueGroupingWindow,
	})
	var list []*stripe.BillingMeterEventSummary
	for summaries.Next() {
		list = append(list, summaries.BillingMeterEventSummary())
	}
	return list, summaries.Err()
}

func (c *client) Cancel(with player.With) (any, error) {
	return c.adjustments.New(&stripe.BillingMeterEventAdjustmentParams{
		Cancel:    &stripe.BillingMeterEventAdjustmentCancelParams{Identifier: with.Identifier},
		EventName: with.EventName,
		Type:      stripe.String(string(stripe.BillingMeterEventAdjustmentTypeCancel)),
	})
}

func (c *client) findMeter(eventName *string, pageSize *int64) (*stripe.BillingMeter, error) {
	meters := c.meters.List(&stripe.BillingMeterListParams{
		ListParams: stripe.ListParams{Limit: pageSize},
		Status:     stripe.String(string(stripe.BillingMeterStatusActive)),
	})
	for meters.Next() {
		if meters.BillingMeter().EventName == *eventName {
			return meters.BillingMeter(), nil
		}
	}
	if meters.Err() != nil {
		return nil, meters.Err()
	}
	return nil, fmt.Errorf("no active meter has event name %s", *eventName)
}

func stripeError(err error) *player.StripeError {
	var shown *stripe.Error
	if !errors.As(err, &shown) {
		return nil
	}
	return &player.StripeError{
		Type:    string(shown.Type),
		Status:  shown.HTTPStatusCode,
		Code:    string(shown.Code),
		Param:   shown.Param,
		Message: shown.Msg,
	}
}
