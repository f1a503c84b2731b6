// A local Stripe meter mock for go test: one server per package, a fresh account for each test.
// Copy it unchanged. STRIPE_METER_MOCK sets the command that starts the server; by default npx
// does.
package usage

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stripe/stripe-go/v86"
)

var (
	mockURL  string
	accounts atomic.Int64
)

func TestMain(m *testing.M) {
	command := strings.Fields(cmp.Or(os.Getenv("STRIPE_METER_MOCK"), "npx --no-install stripe-meter-mock"))
	arguments := append(command[1:], "--port", "0", "--log-level", "warn", "--exit-with-parent")
	server := exec.Command(command[0], arguments...)
	server.Stderr = os.Stderr
	stdin, _ := server.StdinPipe() // the server exits when this closes, even if we are killed
	stdout, _ := server.StdoutPipe()
	if err := server.Start(); err != nil {
		panic(err)
	}
	ready, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		panic("the server did not start: install stripe-meter-mock with npm here, or set STRIPE_METER_MOCK")
	}
	words := strings.Fields(ready)
	mockURL = words[len(words)-1]
	code := m.Run()
	stdin.Close()
	server.Wait()
	os.Exit(code)
}

// MeterMock is one account of the server: everything here applies to this account only.
type MeterMock struct {
	t       *testing.T
	account string
}

func NewMeterMock(t *testing.T) MeterMock {
	return MeterMock{t, fmt.Sprintf("test%d", accounts.Add(1))}
}

func (m MeterMock) Client(retries int64) *stripe.Client {
	config := &stripe.BackendConfig{URL: &mockURL, MaxNetworkRetries: &retries}
	backends := stripe.NewBackendsWithConfig(config)
	return stripe.NewClient("sk_test_"+m.account+"_key", stripe.WithBackends(backends))
}

// Usage returns the totals by customer.
func (m MeterMock) Usage() map[string]string {
	totals := map[string]string{}
	for _, each := range m.list("/usage") {
		totals[each["customer"].(string)] = each["value"].(string)
	}
	return totals
}

func (m MeterMock) Events() []map[string]any   { return m.list("/meter_events") }
func (m MeterMock) Requests() []map[string]any { return m.list("/requests") }

// Arm makes the next requests fail, that many of them.
func (m MeterMock) Arm(effect string, times int) {
	m.call("POST", "/faults", map[string]any{
		"effect": effect, "times": times, "match": map[string]any{"account": m.account},
	})
}

// Advance moves the account's own clock; other tests are not affected.
func (m MeterMock) Advance(seconds int) {
	m.call("POST", "/clock?account="+m.account, map[string]any{"advance_seconds": seconds})
}

func (m MeterMock) Reset() { m.call("POST", "/reset?account="+m.account, nil) }

func (m MeterMock) list(path string) []map[string]any {
	var page struct{ Data []map[string]any }
	if err := json.Unmarshal(m.call("GET", path+"?account="+m.account, nil), &page); err != nil {
		m.t.Fatal(err)
	}
	return page.Data
}

func (m MeterMock) call(method, path string, body map[string]any) []byte {
	m.t.Helper()
	var sent io.Reader
	if body != nil {
		encoded, _ := json.Marshal(body)
		sent = bytes.NewReader(encoded)
	}
	request, _ := http.NewRequest(method, mockURL+"/_mock"+path, sent)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		m.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(response.Body)
	if response.StatusCode >= 300 {
		m.t.Fatalf("%s %s: %s", method, path, answer)
	}
	return answer
}
