package sdk

import (
	"errors"
	"time"

	"github.com/stripe/stripe-go/v86"

	"stripe-meter-mock/sdks/go-player"
)

type v2Client struct {
	*stripe.Client
}

func newV2Client(settings player.Settings) player.V2Client {
	return v2Client{newClient(settings).(client).Client}
}

func (c v2Client) CreateEvent(step player.Step) (any, error) {
	return c.V2BillingMeterEvents.Create(ctx, &stripe.V2BillingMeterEventCreateParams{
		Params:     stripe.Params{IdempotencyKey: step.IdempotencyKey},
		EventName:  step.With.EventName,
		Identifier: step.With.Identifier,
		Payload:    step.With.Payload,
		Timestamp:  timeOf(step.With.Timestamp),
	})
}

func (c v2Client) Cancel(with player.With) (any, error) {
	params := &stripe.V2BillingMeterEventAdjustmentCreateParams{
		Cancel:    &stripe.V2BillingMeterEventAdjustmentCreateCancelParams{Identifier: with.Identifier},
		EventName: with.EventName,
		Type:      stripe.String(string(stripe.V2BillingMeterEventAdjustmentTypeCancel)),
	}
	return c.V2BillingMeterEventAdjustments.Create(ctx, params)
}

func (c v2Client) CreateSession() (string, any, error) {
	session, err := c.V2BillingMeterEventSessions.Create(ctx, nil)
	if err != nil {
		return "", nil, err
	}
	return session.AuthenticationToken, session, nil
}

func (c v2Client) Stream(events []player.With) error {
	params := &stripe.V2BillingMeterEventStreamCreateParams{}
	for _, event := range events {
		params.Events = append(params.Events, &stripe.V2BillingMeterEventStreamCreateEventParams{
			EventName:  event.EventName,
			Identifier: event.Identifier,
			Payload:    event.Payload,
			Timestamp:  timeOf(event.Timestamp),
		})
	}
	return c.V2BillingMeterEventStreams.Create(ctx, params)
}

// timeOf has a fraction of a second and an offset, as times in programs do.
func timeOf(seconds *int64) *time.Time {
	if seconds == nil {
		return nil
	}
	at := time.Unix(*seconds, 123456789).In(time.FixedZone("", 3600))
	return &at
}

// v2Error reads the error classes of version 2; *stripe.V2RawError stands for all others.
func v2Error(err error) *player.StripeError {
	var raw *stripe.V2RawError
	var limited *stripe.RateLimitError
	var expired *stripe.TemporarySessionExpiredError
	switch {
	case errors.As(err, &raw):
		return &player.StripeError{
			Type: "v2_raw", Status: raw.HTTPStatusCode, Code: raw.Code, Message: raw.Message,
		}
	case errors.As(err, &limited):
		return typed(limited.Type, limited.LastResponse, limited.Code, limited.Message)
	case errors.As(err, &expired):
		return typed(expired.Type, expired.LastResponse, expired.Code, expired.Message)
	}
	return nil
}

func typed(kind stripe.ErrorType, response *stripe.APIResponse, code, message string) *player.StripeError {
	return &player.StripeError{
		Type: string(kind), Status: response.StatusCode, Code: code, Message: message,
	}
}
