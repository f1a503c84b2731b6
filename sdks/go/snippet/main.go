package main

import (
	"cmp"
	"context"
	"os"

	"github.com/stripe/stripe-go/v86"
)

func main() {
	config := &stripe.BackendConfig{URL: stripe.String(cmp.Or(os.Getenv("STRIPE_API_BASE"), "http://127.0.0.1:12111"))}
	sc := stripe.NewClient("sk_test_123", stripe.WithBackends(stripe.NewBackendsWithConfig(config)))

	usage := map[string]string{"stripe_customer_id": "cus_1", "value": "25"}
	params := &stripe.BillingMeterEventCreateParams{EventName: stripe.String("api_requests"), Payload: usage}
	if _, err := sc.V1BillingMeterEvents.Create(context.Background(), params); err != nil {
		panic(err)
	}
}
