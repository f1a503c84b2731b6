package main

import (
	"cmp"
	"os"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meterevent"
)

func main() {
	stripe.Key = "sk_test_123"
	config := &stripe.BackendConfig{URL: stripe.String(cmp.Or(os.Getenv("STRIPE_API_BASE"), "http://127.0.0.1:12111"))}
	stripe.SetBackend(stripe.APIBackend, stripe.GetBackendWithConfig(stripe.APIBackend, config))

	usage := map[string]string{"stripe_customer_id": "cus_1", "value": "25"}
	params := &stripe.BillingMeterEventParams{EventName: stripe.String("api_requests"), Payload: usage}
	if _, err := meterevent.New(params); err != nil {
		panic(err)
	}
}
