/**
 * Exact decimal numbers: a hundred times 0.1 is 10. docs/decisions/exact-decimals.md says why this
 * is not a library.
 */

/** A whole number that a double holds exactly, or `units / 10^scale`. */
export type Decimal = number | { readonly units: bigint; readonly scale: number };

const NUMBER = /^(-?)(\d*)(?:\.(\d*))?$/;
// No double has more digits before its point; this also bounds the work for one value.
const LONGEST = 400;

/**
 * Reads plain decimal notation: digits, an optional point, an optional minus. Anything else,
 * exponents included, is `undefined`. GUESS: that Stripe accepts nothing else.
 */
export function parseDecimal(text: string): Decimal | undefined {
  return shortWhole(text) ?? anyDecimal(text);
}

/** Most values are whole numbers of a few digits, which a loop reads faster than an expression. */
function shortWhole(text: string): number | undefined {
  if (text === '' || text.length > 15) return undefined;
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

function anyDecimal(text: string): Decimal | undefined {
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
 * The number of digits from the first to the last nonzero one; the sign and the point do not count.
 * GUESS: that leading and trailing zeros do not count either.
 */
export function significantDigits(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
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

/** The exact product, with as many decimals as both factors together. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0; // + 0: no negative zero
  }
  const [scaleA, scaleB] = [scaleOf(a), scaleOf(b)];
  return narrow(unitsAt(a, scaleA) * unitsAt(b, scaleB), scaleA + scaleB);
}

/** Negative if `a` is smaller, positive if it is larger, zero if they are equal. */
export function compare(a: Decimal, b: Decimal): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const scale = Math.max(scaleOf(a), scaleOf(b));
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** The smaller of two. */
export function smaller(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

/** The number, or 0 if it is negative. */
export function atLeastZero(value: Decimal): Decimal {
  return compare(value, 0) < 0 ? 0 : value;
}

/** The nearest whole number; halves round away from zero: 2.5 to 3 and -2.5 to -3. */
export function roundHalfUp(value: Decimal): Decimal {
  if (typeof value === 'number') return value;
  const one = 10n ** BigInt(value.scale);
  const half = value.units < 0n ? -one / 2n : one / 2n;
  return narrow((value.units + half) / one, 0);
}

/** The whole part, without the decimals: 2.9 gives 2 and -2.9 gives -2. */
export function truncate(value: Decimal): Decimal {
  if (typeof value === 'number') return value;
  return narrow(value.units / 10n ** BigInt(value.scale), 0);
}

/**
 * The quotient as a whole number, rounded up (towards plus infinity) or down. The divisor is
 * positive.
 */
export function divideWhole(value: Decimal, divisor: Decimal, round: 'up' | 'down'): Decimal {
  const scale = Math.max(scaleOf(value), scaleOf(divisor));
  const [units, by] = [unitsAt(value, scale), unitsAt(divisor, scale)];
  const [quotient, rest] = [units / by, units % by];
  if (round === 'up') return narrow(rest > 0n ? quotient + 1n : quotient, 0);
  return narrow(rest < 0n ? quotient - 1n : quotient, 0);
}

/** The number of decimals that a value needs: 0 for `1.000`, 2 for `0.050`. */
export function decimalPlaces(value: Decimal): number {
  const text = toText(value);
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}

/**
 * The value as a JSON number, or `undefined` if it is a fraction or a whole number beyond 2^53 - 1.
 */
export function toSafeInteger(value: Decimal): number | undefined {
  const whole = typeof value === 'number' ? value : narrow(value.units, value.scale);
  return typeof whole === 'number' ? whole : undefined;
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
