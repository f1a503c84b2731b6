package player

import (
	"errors"
	"net/http"
	"testing"
)

// streamHost is what the report says about the stream.
type streamHost struct {
	// Host is where it goes if only the address for other calls is set: "here", or a name.
	Host string `json:"host"`
	// Set says what to set so that it comes here.
	Set string `json:"set"`
}

// streamOf tries one stream request: its transport opens no connection, but notes the host.
func streamOf(t *testing.T, sdk SDK) *streamHost {
	t.Helper()
	if sdk.NewV2Client == nil {
		return nil
	}
	account := NewAccount(t)
	noted := &notingHosts{}
	settings := Settings{URL: account.URL, Key: "token_1", HTTPClient: &http.Client{Transport: noted}}
	if err := sdk.NewV2Client(settings).Stream(nil); err == nil {
		t.Fatal("a stream request was not sent, but there was no error")
	}
	if "http://"+noted.host == account.URL {
		noted.host = "here"
	}
	return &streamHost{Host: noted.host, Set: sdk.SetStream}
}

type notingHosts struct{ host string }

func (n *notingHosts) RoundTrip(request *http.Request) (*http.Response, error) {
	n.host = request.URL.Host
	return nil, errors.New("no connection should be opened")
}
