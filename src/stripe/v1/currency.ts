/** Currencies as parameters: https://docs.stripe.com/currencies. */
import { parameterErrors } from './parameter-errors.ts';
import type { ParamParser } from './params.ts';
import { text } from './parsers.ts';

/** Stripe's currencies, in the order of its error for any other (seen in 2026). */
const CURRENCIES = (
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp ' +
  'byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip ' +
  'gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd ' +
  'kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok ' +
  'npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos ' +
  'srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf ' +
  'yer zar zmw usdc btn ghs eek lvl svc vef ltl sll mro'
).split(' ');

/** A currency in upper or lower case; returns lower case, as Stripe does. */
export const currency: ParamParser<string> = (value) => {
  const given = text(5000)(value);
  if (typeof given === 'function') return given;
  const name = given.toLowerCase();
  return CURRENCIES.includes(name)
    ? name
    : (param) => parameterErrors.currency(param, name, CURRENCIES);
};
