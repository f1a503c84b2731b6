package main

import (
	"os"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meterevent"
)

func main() {
	stripe.Key = os.Getenv("STRIPE_SECRET_KEY")
	if base := os.Getenv("STRIPE_API_BASE"); base != "" { // without it, requests go to Stripe
		config := &stripe.BackendConfig{URL: &base}
		stripe.SetBackend(stripe.APIBackend, stripe.GetBackendWithConfig(stripe.APIBackend, config))
	}

	usage := map[string]string{"stripe_customer_id": "cus_1", "value": "25"}
	params := &stripe.BillingMeterEventParams{EventName: stripe.String("api_requests"), Payload: usage}
	if _, err := meterevent.New(params); err != nil {
		panic(err)
	}
}
