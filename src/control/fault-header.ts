/** The request header `Mock-Fault`: a fault for one request. */
import { effectOf, isFaultName } from '../stripe/faults/effects.ts';
import type { FaultRule } from '../stripe/faults/rule.ts';
import { Refusal } from '../stripe/refusal.ts';
import { neverFires, parseFault, schemaOf } from './fault-control.ts';

type Settings = readonly (readonly [name: string, text: string])[];

/**
 * `Mock-Fault: rate_limit`, or with settings: `Mock-Fault: delay; delay_ms=50`. It applies to one
 * request: no match, no counting, no probability.
 */
export function readFaultHeader(header: string, path: string): FaultRule | Refusal {
  const [effect = '', ...parts] = header.split(';').map((part) => part.trim());
  const settings = parts
    .filter((part) => part !== '')
    .map((part) => [part.split('=', 1)[0] ?? '', part.slice(part.indexOf('=') + 1)] as const);
  const rule =
    wrongSetting(effect, settings) ?? parseFault({ ...typedSettings(effect, settings), effect });
  const problem = typeof rule === 'string' ? rule : neverFiresFor(path, rule);
  if (typeof rule !== 'string' && problem === undefined) return rule;
  const message = `stripe-meter-mock cannot read the Mock-Fault header: ${problem}`;
  return new Refusal({ status: 400, form: 'bare', kept: false, message });
}

/** Why a header's fault could never fire for its own request. */
function neverFiresFor(path: string, rule: FaultRule): string | undefined {
  const { effect, match } = rule;
  if (effectOf(effect).stage === 'delivery') return `${effect} is for deliveries, not for requests`;
  return neverFires({ ...rule, match: { ...match, path } });
}

/**
 * What is wrong with the settings of a header: it may only have the effect's own, if text can
 * express them, and each once.
 */
function wrongSetting(effect: string, settings: Settings): string | undefined {
  if (!isFaultName(effect)) return undefined; // the effect itself is wrong
  const own = Object.keys(effectOf(effect).settings).filter((name) => name !== 'headers');
  const known = new Set(['delay_ms', ...own]);
  const names = settings.map(([name]) => name);
  const wrong = names.find((name) => !known.has(name));
  if (wrong !== undefined) return `${wrong} is not one of ${[...known].join(', ')}`;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? undefined : `${twice} is given more than once`;
}

/** A header is text: what a setting does not accept as text becomes a number, if it is one. */
function typedSettings(effect: string, settings: Settings): Record<string, unknown> {
  if (!isFaultName(effect)) return {};
  const { shape } = schemaOf(effect);
  const typed = settings.map(([name, text]) => {
    const isNumber = /^-?\d+$/.test(text) && !shape[name]?.safeParse(text).success;
    return [name, isNumber ? Number(text) : text] as const;
  });
  return Object.fromEntries(typed);
}
