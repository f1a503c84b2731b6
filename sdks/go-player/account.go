package player

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"testing"
)

// Account is one account of the server; its methods call the control routes for it.
type Account struct {
	URL  string
	Name string
	Key  string
}

// Settings are what an SDK's client is created with.
type Settings struct {
	URL        string
	Key        string
	MaxRetries int64
	HTTPClient *http.Client
}

type Event struct {
	EventName  string            `json:"event_name"`
	Identifier string            `json:"identifier"`
	Payload    map[string]string `json:"payload"`
	Timestamp  int64             `json:"timestamp"`
}

type Request struct {
	Replayed bool `json:"replayed"`
}

func NewAccount(t *testing.T) Account {
	t.Helper()
	name := fmt.Sprintf("go%016x", rand.Uint64())
	return Account{URL: serverURL(t), Name: name, Key: "sk_test_" + name + "_key"}
}

func serverURL(t *testing.T) string {
	t.Helper()
	server := os.Getenv("STRIPE_API_BASE")
	if server == "" {
		t.Fatal("STRIPE_API_BASE is not set: run this with stripe-meter-mock exec")
	}
	return server
}

// Settings have their own connections, since net/http itself resends a request with an Idempotency-Key when a reused
// connection breaks (Transport.shouldRetryRequest): with shared ones, the SDK's own retries could not be told apart.
func (a Account) Settings(t *testing.T, maxRetries int64) Settings {
	httpClient := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	t.Cleanup(httpClient.CloseIdleConnections)
	return Settings{URL: a.URL, Key: a.Key, MaxRetries: maxRetries, HTTPClient: httpClient}
}

func (a Account) Arm(t *testing.T, fault map[string]any) {
	t.Helper()
	fault["match"] = map[string]any{"account": a.Name}
	a.post(t, "faults", fault)
}

// RaiseErrorReport makes an error report as if events had been invalid.
func (a Account) RaiseErrorReport(t *testing.T, report map[string]any) {
	t.Helper()
	report["account"] = a.Name
	a.post(t, "error_reports", report)
}

// Freeze freezes the account's own clock: it then changes only when it is moved.
func (a Account) Freeze(t *testing.T) {
	t.Helper()
	a.post(t, "clock?account="+a.Name, map[string]any{"frozen": true})
}

// Advance moves the account's own clock. Deliveries that become due have been made when it returns.
func (a Account) Advance(t *testing.T, seconds int64) {
	t.Helper()
	a.post(t, "clock?account="+a.Name, map[string]any{"advance_seconds": seconds})
}

func (a Account) Events(t *testing.T) []Event {
	t.Helper()
	return items[Event](t, a, "meter_events")
}

// Requests returns the requests, newest first.
func (a Account) Requests(t *testing.T) []Request {
	t.Helper()
	return items[Request](t, a, "requests")
}

func (a Account) post(t *testing.T, route string, document map[string]any) {
	t.Helper()
	body, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	control(t, http.MethodPost, a.URL+"/_mock/"+route, body, &struct{}{})
}

func items[Item any](t *testing.T, a Account, route string) []Item {
	t.Helper()
	var list struct {
		Data []Item `json:"data"`
	}
	query := url.Values{"account": {a.Name}, "limit": {"1000"}}
	control(t, http.MethodGet, a.URL+"/_mock/"+route+"?"+query.Encode(), nil, &list)
	return list.Data
}

func control(t *testing.T, method, url string, body []byte, answer any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s", method, url, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatal(err)
	}
}
