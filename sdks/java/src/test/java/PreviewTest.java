import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.billing.Meter;
import com.stripe.param.InvoiceCreatePreviewParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.service.V1Services;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From events to an amount: 1,031 credits cost 10.12, compared in stripe-java's own types. */
class PreviewTest {
  private final V1Services stripe =
      StripeClient.builder()
          .setApiKey("sk_test_" + UUID.randomUUID().toString().replace("-", "") + "_key")
          .setApiBase(Control.API_BASE)
          .build()
          .v1();

  private record Tier(
      Long upTo, Long unit, BigDecimal unitDecimal, Long flat, BigDecimal flatDecimal) {}

  private record Line(
      long amount, long quantity, BigDecimal decimal, BigDecimal unit, long start, long end) {}

  @Test
  void previewOfTiers() throws StripeException {
    Price price = price(meter());
    Subscription subscription = subscribed(price);
    SubscriptionItem item = subscription.getItems().getData().get(0);
    long start = item.getCurrentPeriodStart();
    long end = item.getCurrentPeriodEnd();
    assertTrue(List.of(28L, 29L, 30L, 31L).contains((end - start) / 86400));
    List<Tier> tiers =
        item.getPrice().getTiers().stream().map(PreviewTest::tier).toList();
    assertEquals(
        List.of(
            new Tier(1000L, 0L, decimal("0"), 900L, decimal("900")),
            new Tier(null, null, decimal("3.6"), 0L, decimal("0"))),
        tiers);

    Invoice invoice =
        stripe
            .invoices()
            .createPreview(
                InvoiceCreatePreviewParams.builder()
                    .setSubscription(subscription.getId())
                    .build());
    assertEquals(1012, invoice.getTotal());
    assertEquals(1012, invoice.getAmountDue());
    assertEquals(
        subscription.getId(), invoice.getParent().getSubscriptionDetails().getSubscription());
    List<InvoiceLineItem> lines = invoice.getLines().getData();
    assertEquals(
        List.of(
            new Line(0, 1000, decimal("1000"), decimal("0"), start, end),
            new Line(900, 0, decimal("0"), decimal("900"), start, end),
            new Line(112, 31, decimal("31"), decimal("3.6"), start, end),
            new Line(0, 0, decimal("0"), decimal("0"), start, end)),
        lines.stream().map(PreviewTest::line).toList());
    for (InvoiceLineItem line : lines) {
      assertEquals(price.getId(), line.getPricing().getPriceDetails().getPrice());
    }
  }

  /** A customer who has used 1,031 credits. */
  private Subscription subscribed(Price price) throws StripeException {
    String customer = stripe.customers().create().getId();
    var item = SubscriptionCreateParams.Item.builder().setPrice(price.getId()).build();
    Subscription subscription =
        stripe
            .subscriptions()
            .create(
                SubscriptionCreateParams.builder()
                    .setCustomer(customer)
                    .addItem(item)
                    .addExpand("items.data.price.tiers")
                    .build());
    for (String value : List.of("1000", "30.5", "0.5")) {
      var event =
          MeterEventCreateParams.builder()
              .setEventName("credits")
              .putPayload("stripe_customer_id", customer)
              .putPayload("value", value);
      stripe.billing().meterEvents().create(event.build());
    }
    return subscription;
  }

  private Meter meter() throws StripeException {
    var sum =
        MeterCreateParams.DefaultAggregation.builder()
            .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
            .build();
    var params =
        MeterCreateParams.builder()
            .setDisplayName("Credits")
            .setEventName("credits")
            .setDefaultAggregation(sum);
    return stripe.billing().meters().create(params.build());
  }

  /** The first 1,000 cost 9.00, each further one 3.6 cents. */
  private Price price(Meter meter) throws StripeException {
    var product = ProductCreateParams.builder().setName("Workspaces").setUnitLabel("credit");
    var monthly =
        PriceCreateParams.Recurring.builder()
            .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
            .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
            .setMeter(meter.getId());
    var first =
        PriceCreateParams.Tier.builder().setUpTo(1000L).setUnitAmount(0L).setFlatAmount(900L);
    var more =
        PriceCreateParams.Tier.builder()
            .setUpTo(PriceCreateParams.Tier.UpTo.INF)
            .setUnitAmountDecimal(decimal("3.6"))
            .setFlatAmount(0L);
    var params =
        PriceCreateParams.builder()
            .setProduct(stripe.products().create(product.build()).getId())
            .setCurrency("usd")
            .setBillingScheme(PriceCreateParams.BillingScheme.TIERED)
            .setTiersMode(PriceCreateParams.TiersMode.GRADUATED)
            .setRecurring(monthly.build())
            .addTier(first.build())
            .addTier(more.build());
    return stripe.prices().create(params.build());
  }

  private static Tier tier(Price.Tier tier) {
    return new Tier(
        tier.getUpTo(),
        tier.getUnitAmount(),
        tier.getUnitAmountDecimal(),
        tier.getFlatAmount(),
        tier.getFlatAmountDecimal());
  }

  private static Line line(InvoiceLineItem line) {
    return new Line(
        line.getAmount(),
        line.getQuantity(),
        line.getQuantityDecimal(),
        line.getPricing().getUnitAmountDecimal(),
        line.getPeriod().getStart(),
        line.getPeriod().getEnd());
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
