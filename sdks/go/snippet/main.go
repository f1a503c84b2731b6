package main

import (
	"context"
	"os"

	"github.com/stripe/stripe-go/v86"
)

func main() {
	var options []stripe.ClientOption
	if base := os.Getenv("STRIPE_API_BASE"); base != "" { // without it, requests go to Stripe
		config := &stripe.BackendConfig{URL: &base}
		options = append(options, stripe.WithBackends(stripe.NewBackendsWithConfig(config)))
	}
	sc := stripe.NewClient(os.Getenv("STRIPE_SECRET_KEY"), options...)

	usage := map[string]string{"stripe_customer_id": "cus_1", "value": "25"}
	params := &stripe.BillingMeterEventCreateParams{EventName: stripe.String("api_requests"), Payload: usage}
	if _, err := sc.V1BillingMeterEvents.Create(context.Background(), params); err != nil {
		panic(err)
	}
}
