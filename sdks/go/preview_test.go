package sdk

import (
	"reflect"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v86"

	"stripe-meter-mock/sdks/go-player"
)

// From events to an amount: 1,031 credits cost 10.12, compared in stripe-go's own types.
func TestPreview(t *testing.T) {
	t.Parallel()
	c := newClient(player.NewAccount(t).Settings(t, 0)).(client)
	priceID, subscription := subscribed(t, c)

	item := subscription.Items.Data[0]
	period := stripe.Period{Start: item.CurrentPeriodStart, End: item.CurrentPeriodEnd}
	days := time.Duration(period.End-period.Start) * time.Second / (24 * time.Hour)
	equal(t, "a month long", days >= 28 && days <= 31, true)
	equal(t, "tiers", item.Price.Tiers, []*stripe.PriceTier{
		{UpTo: 1000, UnitAmount: 0, UnitAmountDecimal: 0, FlatAmount: 900, FlatAmountDecimal: 900},
		{UpTo: 0, UnitAmount: 0, UnitAmountDecimal: 3.6, FlatAmount: 0, FlatAmountDecimal: 0},
	})

	invoice := must(c.V1Invoices.CreatePreview(ctx, &stripe.InvoiceCreatePreviewParams{
		Subscription: stripe.String(subscription.ID),
	}))(t)
	equal(t, "total", invoice.Total, 1012)
	equal(t, "amount due", invoice.AmountDue, 1012)
	equal(t, "subscription", invoice.Parent.SubscriptionDetails.Subscription.ID, subscription.ID)

	type line struct {
		Amount, Quantity      int64
		QuantityDecimal, Unit float64
		Price                 string
		Period                stripe.Period
	}
	var lines []line
	for _, each := range invoice.Lines.Data {
		pricing := each.Pricing
		lines = append(lines, line{
			each.Amount, each.Quantity, each.QuantityDecimal, pricing.UnitAmountDecimal,
			pricing.PriceDetails.Price.ID, *each.Period,
		})
	}
	equal(t, "lines", lines, []line{
		{0, 1000, 1000, 0, priceID, period},
		{900, 0, 0, 900, priceID, period},
		{112, 31, 31, 3.6, priceID, period},
		{0, 0, 0, 0, priceID, period},
	})
}

// subscribed creates a customer who has used 1,031 credits: the first 1,000 cost 9.00, each further one 3.6 cents.
func subscribed(t *testing.T, c client) (priceID string, subscription *stripe.Subscription) {
	t.Helper()
	name := stripe.String("credits")
	meter := must(c.V1BillingMeters.Create(ctx, &stripe.BillingMeterCreateParams{
		DefaultAggregation: &stripe.BillingMeterCreateDefaultAggregationParams{Formula: stripe.String("sum")},
		DisplayName:        name,
		EventName:          name,
	}))(t)
	product := must(c.V1Products.Create(ctx, &stripe.ProductCreateParams{
		Name:      stripe.String("Workspaces"),
		UnitLabel: stripe.String("credit"),
	}))(t)
	equal(t, "unit label", product.UnitLabel, "credit")
	price := must(c.V1Prices.Create(ctx, &stripe.PriceCreateParams{
		Product:       stripe.String(product.ID),
		Currency:      stripe.String("usd"),
		BillingScheme: stripe.String("tiered"),
		TiersMode:     stripe.String("graduated"),
		Recurring: &stripe.PriceCreateRecurringParams{
			Interval:  stripe.String("month"),
			UsageType: stripe.String("metered"),
			Meter:     stripe.String(meter.ID),
		},
		Tiers: []*stripe.PriceCreateTierParams{
			{UpTo: stripe.Int64(1000), UnitAmount: stripe.Int64(0), FlatAmount: stripe.Int64(900)},
			{UpToInf: stripe.Bool(true), UnitAmountDecimal: stripe.Float64(3.6), FlatAmount: stripe.Int64(0)},
		},
	}))(t)
	customer := must(c.V1Customers.Create(ctx, &stripe.CustomerCreateParams{}))(t)
	params := &stripe.SubscriptionCreateParams{
		Customer: stripe.String(customer.ID),
		Items:    []*stripe.SubscriptionCreateItemParams{{Price: stripe.String(price.ID)}},
	}
	params.AddExpand("items.data.price.tiers")
	subscription = must(c.V1Subscriptions.Create(ctx, params))(t)
	for _, value := range []string{"1000", "30.5", "0.5"} {
		must(c.V1BillingMeterEvents.Create(ctx, &stripe.BillingMeterEventCreateParams{
			EventName: name,
			Payload:   map[string]string{"stripe_customer_id": customer.ID, "value": value},
		}))(t)
	}
	return price.ID, subscription
}

func must[T any](object T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return object
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}
