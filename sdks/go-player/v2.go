package player

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// V2Client has the calls of version 2. Its key is an account's or, for Stream, a session's token.
type V2Client interface {
	CreateEvent(Step) (any, error)
	Cancel(With) (any, error)
	// CreateSession also returns the token.
	CreateSession() (token string, session any, err error)
	Stream(events []With) error
}

// calls makes the calls of one scenario, and has the token of its last session.
type calls struct {
	t        *testing.T
	sdk      SDK
	account  Account
	settings Settings
	v1       Client
	token    string
}

func newCalls(t *testing.T, sdk SDK, account Account, settings Settings) *calls {
	return &calls{t: t, sdk: sdk, account: account, settings: settings, v1: sdk.NewClient(settings)}
}

func (c *calls) call(step Step) (any, error) {
	if step.Call == "clock" {
		c.account.Advance(c.t, step.With.Seconds)
		return struct{}{}, nil
	}
	if !strings.HasPrefix(step.Call, "v2_") {
		return callV1(c.v1, step)
	}
	return c.callV2(c.sdk.NewV2Client(c.settings), step)
}

func (c *calls) callV2(client V2Client, step Step) (any, error) {
	switch step.Call {
	case "v2_event":
		return inSeconds(client.CreateEvent(step))
	case "v2_cancel":
		return client.Cancel(step.With)
	case "v2_session":
		token, session, err := client.CreateSession()
		c.token = token
		return session, err
	case "v2_stream":
		settings := c.settings
		settings.Key = c.token
		return struct{}{}, c.sdk.NewV2Client(settings).Stream(repeated(step.With))
	}
	return nil, fmt.Errorf("unknown call %q", step.Call)
}

// repeated copies the events `repeat` times, with numbers appended to their identifiers.
func repeated(with With) []With {
	var events []With
	for i := range with.Repeat {
		for _, event := range with.Events {
			identifier := fmt.Sprintf("%s-%d", *event.Identifier, i)
			event.Identifier = &identifier
			events = append(events, event)
		}
	}
	if with.Repeat == 0 {
		return with.Events
	}
	return events
}

// inSeconds returns a version 2 object with its times in seconds, as in scenarios.
func inSeconds(object any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	fields, err := objectFields(object)
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339Nano, fields["timestamp"].(string))
	fields["timestamp"] = at.Unix()
	return fields, err
}
