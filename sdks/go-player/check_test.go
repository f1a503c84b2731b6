package player

import (
	"encoding/json"
	"errors"
	"net/url"
	"testing"
)

type sdkError struct{ StripeError }

func (sdkError) Error() string { return "of the SDK" }

var sdk = SDK{StripeError: func(err error) *StripeError {
	var own sdkError
	if errors.As(err, &own) {
		return &own.StripeError
	}
	return nil
}}

var (
	refused    = sdkError{StripeError{Type: "invalid_request_error", Status: 400, Param: "identifier", Message: "Too long"}}
	broken     = &url.Error{Op: "Post", URL: "/", Err: errors.New("EOF")}
	unreadable = errors.New("no JSON")
	event      = map[string]any{"identifier": "order-1", "timestamp": 60, "payload": map[string]string{"value": "25"}}
	summaries  = map[string]any{"summaries": []any{
		map[string]any{"start_time": 60, "end_time": 120, "aggregated_value": 0.25, "meter": "mtr_1"},
		map[string]any{"start_time": 0, "end_time": 60, "aggregated_value": 1, "meter": "mtr_1"},
	}}
)

func TestExpectationsThatAreMet(t *testing.T) {
	for _, c := range []struct {
		expect string
		object any
		err    error
	}{
		{`{"error": {"kind": "invalid_request", "status": 400, "code": null, "param": "identifier", "message": "Too long"}}`, nil, refused},
		{`{"error": {"kind": "invalid_request", "message_matches": "^Too"}}`, nil, refused},
		{`{"error": {"kind": "connection", "status": null}}`, nil, broken},
		{`{"error": {"kind": "api", "status": null, "message": "no JSON"}}`, nil, unreadable},
		{`{"ok": {}}`, event, nil},
		{`{"ok": {"identifier": "order-1", "timestamp": 60, "payload": {"value": "25"}}}`, event, nil},
		{`{"ok": {"identifier_matches": "^order-\\d$"}}`, event, nil},
		{`{"ok": {"summaries": [{"start_time": 60, "end_time": 120, "aggregated_value": 0.25}, {"start_time": 0, "aggregated_value": 1}]}}`, summaries, nil},
	} {
		if found := sdk.check(decode(t, c.expect), c.object, c.err); len(found) != 0 {
			t.Errorf("%s: %v", c.expect, found)
		}
	}
}

func TestExpectationsThatAreNotMet(t *testing.T) {
	for _, c := range []struct {
		expect string
		object any
		err    error
	}{
		{`{"error": {"kind": "api"}}`, nil, refused},
		{`{"error": {"status": 401}}`, nil, refused},
		{`{"error": {"status": null}}`, nil, refused},
		{`{"error": {"code": "parameter_missing"}}`, nil, refused},
		{`{"error": {"param": null}}`, nil, refused},
		{`{"error": {"param": "timestamp"}}`, nil, refused},
		{`{"error": {"message": "Too"}}`, nil, refused},
		{`{"error": {"message_matches": "^long"}}`, nil, refused},
		{`{"error": {"kind": "api"}}`, nil, broken},
		{`{"error": {"status": 503}}`, nil, unreadable},
		{`{"error": {"kind": "api"}}`, event, nil},
		{`{"ok": {}}`, nil, refused},
		{`{"ok": {"identifier": "order-2"}}`, event, nil},
		{`{"ok": {"identifier_matches": "^\\d"}}`, event, nil},
		{`{"ok": {"timestamp": 61}}`, event, nil},
		{`{"ok": {"payload": {}}}`, event, nil},
		{`{"ok": {"event_name": "ai_search_api"}}`, event, nil},
		{`{"ok": {"summaries": []}}`, summaries, nil},
		{`{"ok": {"summaries": [{"start_time": 0}, {"start_time": 60}]}}`, summaries, nil},
		{`{"ok": {"summaries": [{"end_time": 121}, {"end_time": 60}]}}`, summaries, nil},
		{`{"ok": {"summaries": [{"aggregated_value": 0.25}, {"aggregated_value": 2}]}}`, summaries, nil},
	} {
		if found := sdk.check(decode(t, c.expect), c.object, c.err); len(found) == 0 {
			t.Errorf("%s: passed", c.expect)
		}
	}
}

func decode(t *testing.T, text string) (expect expectation) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &expect); err != nil {
		t.Fatal(err)
	}
	return expect
}
