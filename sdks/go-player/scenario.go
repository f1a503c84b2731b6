// Package player runs fixtures/sdks/scenarios.json through one Stripe SDK, as sdks/README.md describes.
package player

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"time"
)

type scenario struct {
	Name       string                `json:"name"`
	About      string                `json:"about"`
	APIKey     string                `json:"api_key"`
	MaxRetries int64                 `json:"max_retries"`
	Faults     []map[string]any      `json:"faults"`
	Steps      []Step                `json:"steps"`
	Events     *int                  `json:"events"`
	Requests   *int                  `json:"requests"`
	Differs    map[string]difference `json:"differs"`
}

type difference struct {
	Events   *int                `json:"events"`
	Requests *int                `json:"requests"`
	Steps    map[int]expectation `json:"steps"`
	Why      string              `json:"why"`
}

type Step struct {
	Call           string            `json:"call"`
	With           With              `json:"with"`
	Extra          map[string]string `json:"extra"`
	IdempotencyKey *string           `json:"idempotency_key"`
	Replayed       bool              `json:"replayed"`
	Expect         expectation       `json:"expect"`
}

// With has the parameters of all calls; nil means not given.
type With struct {
	EventName           *string           `json:"event_name"`
	Payload             map[string]string `json:"payload"`
	Identifier          *string           `json:"identifier"`
	Timestamp           *int64            `json:"timestamp"`
	Expand              []string          `json:"expand"`
	DisplayName         *string           `json:"display_name"`
	Formula             *string           `json:"formula"`
	PageSize            *int64            `json:"page_size"`
	Customer            *string           `json:"customer"`
	StartTime           *int64            `json:"start_time"`
	EndTime             *int64            `json:"end_time"`
	ValueGroupingWindow *string           `json:"value_grouping_window"`
	Seconds             int64             `json:"seconds"`
	Events              []With            `json:"events"`
	Repeat              int               `json:"repeat"`
}

type expectation struct {
	OK    map[string]any `json:"ok"`
	Error map[string]any `json:"error"`
}

func readScenarios(path string) ([]scenario, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(content, &tree); err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	starts := map[string]int64{"now": now.Unix(), "midnight": now.Truncate(24 * time.Hour).Unix()}
	if content, err = json.Marshal(withTimes(tree, starts)); err != nil {
		return nil, err
	}
	var list struct {
		About     string     `json:"about"`
		Scenarios []scenario `json:"scenarios"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields() // otherwise fields added to the list later would go unchecked
	err = decoder.Decode(&list)
	return list.Scenarios, err
}

// withTimes replaces each {"from": "midnight", "seconds": -60} with a number of seconds.
func withTimes(value any, starts map[string]int64) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = withTimes(value[i], starts)
		}
	case map[string]any:
		from, _ := value["from"].(string)
		if start, ok := starts[from]; ok {
			return start + int64(value["seconds"].(float64))
		}
		for key := range value {
			value[key] = withTimes(value[key], starts)
		}
	}
	return value
}

func (s *scenario) isV2() bool {
	return strings.HasPrefix(s.Name, "v2-")
}

func (s *scenario) apply(d difference) {
	if d.Events != nil {
		s.Events = d.Events
	}
	if d.Requests != nil {
		s.Requests = d.Requests
	}
	for i, expect := range d.Steps {
		s.Steps[i].Expect = expect
	}
}
