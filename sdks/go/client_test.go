package sdk

import (
	"context"
	"errors"
	"fmt"

	"github.com/stripe/stripe-go/v86"

	"stripe-meter-mock/sdks/go-player"
)

var ctx = context.Background()

type client struct {
	*stripe.Client
}

func newClient(settings player.Settings) player.Client {
	return client{stripe.NewClient(settings.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		HTTPClient:        settings.HTTPClient,
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
		MaxNetworkRetries: stripe.Int64(settings.MaxRetries),
		URL:               stripe.String(settings.URL),
	})))}
}

func (c client) CreateEvent(step player.Step) (any, error) {
	params := &stripe.BillingMeterEventCreateParams{
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
	return c.V1BillingMeterEvents.Create(ctx, params)
}

func (c client) CreateMeter(with player.With) (any, error) {
	return c.V1BillingMeters.Create(ctx, &stripe.BillingMeterCreateParams{
		DefaultAggregation: &stripe.BillingMeterCreateDefaultAggregationParams{Formula: with.Formula},
		DisplayName:        with.DisplayName,
		EventName:          with.EventName,
	})
}

func (c client) FindMeter(with player.With) (any, error) {
	return c.findMeter(with.EventName, with.PageSize)
}

func (c client) DeactivateMeter(with player.With) (any, error) {
	meter, err := c.findMeter(with.EventName, with.PageSize)
	if err != nil {
		return nil, err
	}
	return c.V1BillingMeters.Deactivate(ctx, meter.ID, nil)
}

func (c client) Summaries(with player.With) (any, error) {
	meter, err := c.findMeter(with.EventName, stripe.Int64(100))
	if err != nil {
		return nil, err
	}
	summaries := c.V1BillingMeterEventSummaries.List(ctx, &stripe.BillingMeterEventSummaryListParams{
		ListParams:          stripe.ListParams{Limit: with.PageSize},
		ID:                  stripe.String(meter.ID),
		Customer:            with.Customer,
		EndTime:             with.EndTime,
		StartTime:           with.StartTime,
		ValueGroupingWindow: with.ValueGroupingWindow,
	})
	var list []*stripe.BillingMeterEventSummary
	for summary, err := range summaries.All(ctx) {
		if err != nil {
			return nil, err
		}
		list = append(list, summary)
	}
	return list, nil
}

func (c client) Cancel(with player.With) (any, error) {
	return c.V1BillingMeterEventAdjustments.Create(ctx, &stripe.BillingMeterEventAdjustmentCreateParams{
		Cancel:    &stripe.BillingMeterEventAdjustmentCreateCancelParams{Identifier: with.Identifier},
		EventName: with.EventName,
		Type:      stripe.String(string(stripe.BillingMeterEventAdjustmentTypeCancel)),
	})
}

func (c client) findMeter(eventName *string, pageSize *int64) (*stripe.BillingMeter, error) {
	meters := c.V1BillingMeters.List(ctx, &stripe.BillingMeterListParams{
		ListParams: stripe.ListParams{Limit: pageSize},
		Status:     stripe.String(string(stripe.BillingMeterStatusActive)),
	})
	for meter, err := range meters.All(ctx) {
		if err != nil {
			return nil, err
		}
		if meter.EventName == *eventName {
			return meter, nil
		}
	}
	return nil, fmt.Errorf("no active meter has event name %s", *eventName)
}

func stripeError(err error) *player.StripeError {
	var shown *stripe.Error
	if !errors.As(err, &shown) {
		return v2Error(err)
	}
	return &player.StripeError{
		Type:    string(shown.Type),
		Status:  shown.HTTPStatusCode,
		Code:    string(shown.Code),
		Param:   shown.Param,
		Message: shown.Msg,
	}
}
