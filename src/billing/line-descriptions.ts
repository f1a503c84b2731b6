/**
 * The description of an invoice line, word for word as Stripe writes it
 * (docs/stripe/invoice-lines.md#descriptions).
 */
import { type Decimal, toText } from '../metering/decimal.ts';
import type { AmountLine } from './amount-lines.ts';
import { moneyText } from './currencies.ts';
import type { Interval } from './periods.ts';

/** The fields of a description besides the line's own. */
export interface DescribedPrice {
  readonly productName: string;
  /** The product's `unit_label`, or `null`. It stays in the singular: `1000 credit × …`. */
  readonly unitLabel: string | null;
  /** In lower case. */
  readonly currency: string;
  readonly interval: Interval;
  /** Units in a package, or `null` for a price without `transform_quantity`. */
  readonly divideBy: Decimal | null;
}

/** `31 credit × Name (Tier 2 at $0.036 / month)`, without number and label for a flat amount. */
export function describeLine(line: AmountLine, price: DescribedPrice): string {
  const name = `${price.productName} (${rate(line, price)})`;
  return line.kind === 'tier_flat' ? name : `${counted(line.quantity, price.unitLabel)} × ${name}`;
}

/**
 * GUESS: a fraction is written out. Digits are not grouped: `9892 ×` and `1000 credit ×` have been
 * seen.
 */
function counted(quantity: Decimal, unitLabel: string | null): string {
  return unitLabel === null ? toText(quantity) : `${toText(quantity)} ${unitLabel}`;
}

/** GUESS: `units` even if the product has a label, and a tier's number even in volume mode. */
function rate({ tier, unitAmount }: AmountLine, price: DescribedPrice): string {
  const which = tier === null ? 'at' : `Tier ${tier} at`;
  const each = price.divideBy === null ? '' : ` per ${toText(price.divideBy)} units`;
  return `${which} ${moneyText(unitAmount, price.currency)}${each} / ${every(price.interval)}`;
}

function every({ unit, count }: Interval): string {
  return count === 1 ? unit : `every ${count} ${unit}s`;
}
