/** A quantity as an invoice line shows it (docs/stripe/invoice-lines.md#amount). */
import { type Decimal, toSafeInteger, toText, truncate } from '../metering/decimal.ts';

/** The two fields of a line. */
export interface ShownQuantity {
  /** Stripe's `quantity`: truncated, not rounded. */
  readonly quantity: number;
  /** Stripe's `quantity_decimal`: exact, without trailing zeros. */
  readonly quantityDecimal: string;
}

/**
 * Both fields, or `undefined` for a quantity of 2^53 or more, which `quantity` cannot represent.
 */
export function shownQuantity(exact: Decimal): ShownQuantity | undefined {
  const quantity = toSafeInteger(truncate(exact));
  return quantity === undefined ? undefined : { quantity, quantityDecimal: toText(exact) };
}
