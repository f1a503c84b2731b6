package sdk

import (
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/billing/meter"
	"github.com/stripe/stripe-go/v76/customer"
	"github.com/stripe/stripe-go/v76/invoice"
	"github.com/stripe/stripe-go/v76/price"
	"github.com/stripe/stripe-go/v76/product"
	"github.com/stripe/stripe-go/v76/subscription"

	"stripe-meter-mock/sdks/go-player"
)

// From events to an amount: 1,031 credits cost 10.12. v76 has no CreatePreview; its version is before basil, so the
// period is on the subscription, and a line has the complete price.
func TestUpcoming(t *testing.T) {
	t.Parallel()
	account := player.NewAccount(t)
	subscribed := subscribed(t, account)
	period := stripe.Period{Start: subscribed.CurrentPeriodStart, End: subscribed.CurrentPeriodEnd}
	days := time.Duration(period.End-period.Start) * time.Second / (24 * time.Hour)
	equal(t, "a month long", days >= 28 && days <= 31, true)
	tiered := subscribed.Items.Data[0].Price
	equal(t, "tiers", tiered.Tiers, []*stripe.PriceTier{
		{UpTo: 1000, UnitAmount: 0, UnitAmountDecimal: 0, FlatAmount: 900, FlatAmountDecimal: 900},
		{UpTo: 0, UnitAmount: 0, UnitAmountDecimal: 3.6, FlatAmount: 0, FlatAmountDecimal: 0},
	})

	invoices := invoice.Client{B: newBackend(account.Settings(t, 0)), Key: account.Key}
	upcoming := must(invoices.Upcoming(&stripe.InvoiceUpcomingParams{
		Customer: stripe.String(subscribed.Customer.ID),
	}))(t)
	equal(t, "total", upcoming.Total, 1012)
	equal(t, "amount due", upcoming.AmountDue, 1012)
	equal(t, "subscription", upcoming.Subscription.ID, subscribed.ID)

	type line struct {
		Amount, Quantity int64
		Unit             float64
		Price            string
		Period           stripe.Period
	}
	var lines []line
	for _, each := range upcoming.Lines.Data {
		lines = append(lines, line{
			each.Amount, each.Quantity, each.UnitAmountExcludingTax, each.Price.ID, *each.Period,
		})
	}
	equal(t, "lines", lines, []line{
		{0, 1000, 0, tiered.ID, period},
		{900, 0, 900, tiered.ID, period},
		{112, 31, 3.6, tiered.ID, period},
		{0, 0, 0, tiered.ID, period},
	})
}

// subscribed creates a customer who has used 1,031 credits: the first 1,000 cost 9.00, each further one 3.6 cents.
func subscribed(t *testing.T, account player.Account) *stripe.Subscription {
	t.Helper()
	backend, key := newBackend(account.Settings(t, 0)), account.Key
	name := stripe.String("credits")
	credits := must(meter.Client{B: backend, Key: key}.New(&stripe.BillingMeterParams{
		DefaultAggregation: &stripe.BillingMeterDefaultAggregationParams{Formula: stripe.String("sum")},
		DisplayName:        name,
		EventName:          name,
	}))(t)
	workspaces := must(product.Client{B: backend, Key: key}.New(&stripe.ProductParams{
		Name:      stripe.String("Workspaces"),
		UnitLabel: stripe.String("credit"),
	}))(t)
	equal(t, "unit label", workspaces.UnitLabel, "credit")
	tiered := must(price.Client{B: backend, Key: key}.New(&stripe.PriceParams{
		Product:       stripe.String(workspaces.ID),
		Currency:      stripe.String("usd"),
		BillingScheme: stripe.String("tiered"),
		TiersMode:     stripe.String("graduated"),
		Recurring: &stripe.PriceRecurringParams{
			Interval:  stripe.String("month"),
			UsageType: stripe.String("metered"),
			Meter:     stripe.String(credits.ID),
		},
		Tiers: []*stripe.PriceTierParams{
			{UpTo: stripe.Int64(1000), UnitAmount: stripe.Int64(0), FlatAmount: stripe.Int64(900)},
			{UpToInf: stripe.Bool(true), UnitAmountDecimal: stripe.Float64(3.6), FlatAmount: stripe.Int64(0)},
		},
	}))(t)
	ann := must(customer.Client{B: backend, Key: key}.New(&stripe.CustomerParams{}))(t)
	params := &stripe.SubscriptionParams{
		Customer: stripe.String(ann.ID),
		Items:    []*stripe.SubscriptionItemsParams{{Price: stripe.String(tiered.ID)}},
	}
	params.AddExpand("items.data.price.tiers")
	subscribed := must(subscription.Client{B: backend, Key: key}.New(params))(t)
	for _, value := range []string{"1000", "30.5", "0.5"} {
		must(meterEvents(t, account, 0).New(&stripe.BillingMeterEventParams{
			EventName: name,
			Payload:   map[string]string{"stripe_customer_id": ann.ID, "value": value},
		}))(t)
	}
	return subscribed
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
