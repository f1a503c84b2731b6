/** Exact decimal numbers: a hundred times 0.1 is 10. */

/** A whole number that a double holds exactly, or `units / 10^scale`. */
export type Decimal = number | { readonly units: bigint; readonly scale: number };

const NUMBER = /^(-?)(\d*)(?:\.(\d*))?$/;
// No double has more digits before its point; also bounds the work that one value can cost.
const LONGEST = 400;

/**
 * Reads plain decimal notation: digits, an optional point, an optional minus. Anything else,
 * exponents included, is `undefined`: what Stripe takes is not recorded.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null || text.length > LONGEST) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = whole + fraction;
  if (digits === '') return undefined;
  // + 0: no negative zero.
  if (fraction === '' && digits.length < 16) return Number(sign + digits) + 0;
  return narrow(BigInt(sign + digits), fraction.length);
}

/**
 * How many digits stand between the first and the last that is not zero; the sign and the point do
 * not count. Whether Stripe counts zeros at the ends: not recorded.
 */
export function significantDigits(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
}

/** How many digits stand after the point, up to the last that is not zero. */
export function decimalPlaces(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.slice(point + 1).replace(/0+$/, '').length;
}

/** The exact sum. */
export function add(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const scale = Math.max(scaleOf(a), scaleOf(b));
  return narrow(unitsAt(a, scale) + unitsAt(b, scale), scale);
}

/** The exact difference. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, typeof b === 'number' ? 0 - b : { units: -b.units, scale: b.scale });
}

/** The shortest plain notation, always with a point: `10.0`, `0.3`, `-1.25`. */
export function toFloatText(value: Decimal): string {
  const text = toText(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** The shortest plain notation: `10`, `0.3`, `-1.25`. */
export function toText(value: Decimal): string {
  if (typeof value === 'number') return String(value);
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const point = digits.length - value.scale;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, point)}${fraction && '.'}${fraction}`;
}

function narrow(units: bigint, scale: number): Decimal {
  if (scale > 0) {
    const divisor = 10n ** BigInt(scale);
    if (units % divisor === 0n) return narrow(units / divisor, 0);
    return { units, scale };
  }
  const whole = Number(units);
  return Number.isSafeInteger(whole) ? whole : { units, scale };
}

function scaleOf(value: Decimal): number {
  return typeof value === 'number' ? 0 : value.scale;
}

function unitsAt(value: Decimal, scale: number): bigint {
  const units = typeof value === 'number' ? BigInt(value) : value.units;
  return units * 10n ** BigInt(scale - scaleOf(value));
}
