package player

import (
	"fmt"
	"testing"
)

const scenariosPath = "../../fixtures/sdks/scenarios.json"

// SDK is one version of stripe-go.
type SDK struct {
	Folder    string
	Version   string
	NewClient func(Settings) Client
	// NewV2Client is nil if the SDK does not have version 2 of the API.
	NewV2Client func(Settings) V2Client
	// StripeError returns nil for an error that is not the SDK's own.
	StripeError func(error) *StripeError
	// SetStream says what to set so that stream requests come here.
	SetStream string
}

type Client interface {
	CreateEvent(Step) (any, error)
	CreateMeter(With) (any, error)
	FindMeter(With) (any, error)
	DeactivateMeter(With) (any, error)
	Summaries(With) (any, error)
	Cancel(With) (any, error)
}

// Play runs each scenario as a subtest, and reports when all have ended.
func Play(t *testing.T, sdk SDK) {
	scenarios, err := readScenarios(scenariosPath)
	if err != nil {
		t.Fatal(err)
	}
	results := make([]result, len(scenarios))
	stream := streamOf(t, sdk)
	t.Cleanup(func() { report(t, sdk, results, stream) })
	for i, s := range scenarios {
		s.apply(s.Differs[sdk.Folder])
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			results[i] = play(t, sdk, s)
		})
	}
}

func play(t *testing.T, sdk SDK, s scenario) result {
	if s.isV2() && sdk.NewV2Client == nil {
		return result{Scenario: s.Name, Outcome: "no v2"}
	}
	account := NewAccount(t)
	for _, fault := range s.Faults {
		account.Arm(t, fault)
	}
	outcome := playSteps(t, sdk, s, account)
	events, requests := len(account.Events(t)), len(account.Requests(t))
	expectCount(t, "events", events, s.Events)
	expectCount(t, "requests", requests, s.Requests)
	if s.APIKey != "" {
		return result{Scenario: s.Name, Outcome: outcome}
	}
	return result{Scenario: s.Name, Outcome: outcome, Requests: &requests, Events: &events}
}

func playSteps(t *testing.T, sdk SDK, s scenario, account Account) (outcome string) {
	settings := account.Settings(t, s.MaxRetries)
	if s.APIKey != "" {
		settings.Key = s.APIKey
	}
	calls := newCalls(t, sdk, account, settings)
	for i, step := range s.Steps {
		object, err := calls.call(step)
		outcome = sdk.outcome(err)
		for _, mismatch := range sdk.check(step.Expect, object, err) {
			t.Errorf("step %d, %s: %s", i, step.Call, mismatch)
		}
		if step.Replayed && !account.Requests(t)[0].Replayed {
			t.Errorf("step %d, %s: not replayed", i, step.Call)
		}
	}
	return outcome
}

func callV1(client Client, step Step) (any, error) {
	switch step.Call {
	case "create_event":
		return client.CreateEvent(step)
	case "create_meter":
		return client.CreateMeter(step.With)
	case "find_meter":
		return client.FindMeter(step.With)
	case "deactivate_meter":
		return client.DeactivateMeter(step.With)
	case "summaries":
		if step.With.PageSize == nil {
			step.With.PageSize = new(int64)
			*step.With.PageSize = 100
		}
		list, err := client.Summaries(step.With)
		return map[string]any{"summaries": list}, err
	case "cancel":
		return client.Cancel(step.With)
	}
	return nil, fmt.Errorf("unknown call %q", step.Call)
}

func expectCount(t *testing.T, what string, got int, want *int) {
	t.Helper()
	if want != nil && got != *want {
		t.Errorf("%d %s, want %d", got, what, *want)
	}
}
