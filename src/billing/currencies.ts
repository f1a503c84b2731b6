/**
 * How Stripe writes an amount in a line's description (docs/stripe/invoice-lines.md#descriptions).
 */
import { type Decimal, multiply, toText } from '../metering/decimal.ts';

/** Currencies whose amounts are whole units (https://docs.stripe.com/currencies). */
const ZERO_DECIMAL = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '),
);

/**
 * Currencies whose amounts are thousandths (https://docs.stripe.com/currencies).
 * GUESS: a description shows all three decimals.
 */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/**
 * The text before and after the number. Seen in real lines: usd, aud, cad and sgd (a plain `$`),
 * eur, gbp, jpy, chf, brl, sek, pln.
 */
const SIGNS = new Map<string, readonly [before: string, after: string]>([
  ['usd', ['$', '']],
  ['aud', ['$', '']],
  ['cad', ['$', '']],
  ['sgd', ['$', '']],
  ['eur', ['€', '']],
  ['gbp', ['£', '']],
  ['jpy', ['¥', '']],
  ['chf', ['CHF ', '']],
  ['brl', ['R$ ', '']],
  ['sek', ['', ' kr']],
  ['pln', ['', ' zł']],
  // GUESS: by analogy with those above.
  ['nzd', ['$', '']],
  ['hkd', ['$', '']],
  ['mxn', ['$', '']],
  ['inr', ['₹', '']],
  ['nok', ['', ' kr']],
  ['dkk', ['', ' kr.']],
]);

/** The number of decimals of a currency. */
export function currencyDecimals(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/**
 * An amount in the currency's smallest unit as a string: `$1,000.00`, `$0.000035`, `¥12,000`, `CHF
 * 25.00`, `249.00 kr`. It has all the decimals of the currency, or more if the amount does. The
 * currency is in lower case.
 */
export function moneyText(amount: Decimal, currency: string): string {
  const decimals = currencyDecimals(currency);
  const text = toText(multiply(amount, { units: 1n, scale: decimals }));
  const [whole = '', fraction = ''] = text.split('.');
  const shown = fraction.padEnd(decimals, '0');
  // GUESS: a currency without its own symbol has its name before the number, like the franc.
  const [before, after] = SIGNS.get(currency) ?? [`${currency.toUpperCase()} `, ''];
  return `${before}${grouped(whole)}${shown && '.'}${shown}${after}`;
}

/**
 * A comma before every three digits. Seen in real lines: `$1,000.00`, `CHF 1,750.00`, `¥12,000`.
 */
function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}
