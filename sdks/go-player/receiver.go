package player

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Receiver is a server inside the test that receives deliveries, as an application would.
type Receiver struct {
	URL      string
	mutex    sync.Mutex
	received map[string][]Delivery
}

// Delivery has what a handler verifies: the exact body and the signature header.
type Delivery struct {
	Body      []byte
	Signature string
}

func Receive(t *testing.T) *Receiver {
	receiver := &Receiver{received: map[string][]Delivery{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		receiver.mutex.Lock()
		defer receiver.mutex.Unlock()
		path := request.URL.Path
		delivery := Delivery{Body: body, Signature: request.Header.Get("Stripe-Signature")}
		receiver.received[path] = append(receiver.received[path], delivery)
	}))
	t.Cleanup(server.Close)
	receiver.URL = server.URL
	return receiver
}

// Take returns the oldest delivery to a path that has not been taken yet.
func (r *Receiver) Take(t *testing.T, path string) Delivery {
	t.Helper()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	waiting := r.received[path]
	if len(waiting) == 0 {
		t.Fatalf("nothing was delivered to %s", path)
	}
	r.received[path] = waiting[1:]
	return waiting[0]
}
