/** The fields of the form that arms a fault, and the request body made of them. */
import type { FaultName } from '../documents/fault-document.ts';

/** What the user typed, each field as text. */
export interface FaultFields {
  readonly effect: FaultName;
  readonly times: string;
  readonly skip: string;
  readonly probability: string;
  readonly delay_ms: string;
  readonly method: string;
  readonly path: string;
  readonly account: string;
  readonly event_name: string;
  readonly customer: string;
  readonly identifier: string;
  readonly rate_limited_reason: string;
  readonly status: string;
  readonly body: string;
  readonly event_type: string;
  readonly age_seconds: string;
}

type FieldName = Exclude<keyof FaultFields, 'effect'>;

/** A field of the form. */
export interface FaultField {
  readonly name: FieldName;
  readonly label: string;
  readonly type: 'number' | 'text';
  readonly placeholder: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  /** Of which effects: none unless given. */
  readonly isRequired?: (effect: FaultName) => boolean;
  /** Whether an effect has this field; without it, all have. */
  readonly of?: (effect: FaultName) => boolean;
}

const text = (name: FieldName, label: string, placeholder = 'any'): FaultField => ({
  name,
  label,
  type: 'text',
  placeholder,
});
const number = (name: FieldName, label: string, placeholder: string, min = 0): FaultField => ({
  name,
  label,
  type: 'number',
  placeholder,
  min,
});

const isRespond = (effect: FaultName) => effect === 'respond';
const isOfDeliveries = (effect: FaultName) => /^(delivery|signature)_/.test(effect);
const isOfRequests = (effect: FaultName) => !isOfDeliveries(effect);

export const FIELDS: readonly FaultField[] = [
  {
    ...number('status', 'Status', '200 to 599', 200),
    max: 599,
    of: isRespond,
    isRequired: isRespond,
  },
  { ...text('body', 'Body', 'empty'), of: isRespond },
  {
    ...text('rate_limited_reason', 'Reason', 'endpoint-rate'),
    of: (effect) => effect === 'rate_limit',
  },
  {
    ...number('age_seconds', 'Age (seconds)', '600'),
    of: (effect) => effect === 'signature_stale',
  },
  number('times', 'Times to fire', 'no limit', 1),
  number('skip', 'Skip first', '0'),
  { ...number('delay_ms', 'Delay (ms)', '0'), isRequired: (effect) => effect === 'delay' },
  { ...number('probability', 'Probability (0 to 1)', '1'), max: 1, step: 'any' },
  { ...text('event_type', 'For event type (can end in *)'), of: isOfDeliveries },
  { ...text('customer', 'For customer'), of: isOfRequests },
  { ...text('event_name', 'For event name'), of: isOfRequests },
  { ...text('identifier', 'For identifier'), of: isOfRequests },
  { ...text('path', 'For path (can end in *)'), of: isOfRequests },
  { ...text('method', 'For method'), of: isOfRequests },
  text('account', 'For account'),
];

export const NEW_FAULT: FaultFields = {
  effect: 'response_lost',
  times: '1',
  skip: '',
  probability: '',
  delay_ms: '',
  method: '',
  path: '',
  account: '',
  event_name: '',
  customer: '',
  identifier: '',
  rate_limited_reason: '',
  status: '',
  body: '',
  event_type: '',
  age_seconds: '',
};

const MATCH = [
  'method',
  'path',
  'account',
  'event_name',
  'customer',
  'identifier',
  'event_type',
] as const;
const NUMBERS = ['status', 'skip', 'probability', 'delay_ms', 'age_seconds'] as const;

/** The body that a setting is called in the body, and in the errors of the server. */
export function settingOf(name: FieldName): string {
  return (MATCH as readonly string[]).includes(name) ? `match.${name}` : name;
}

/** What arms the fault: only what was typed. */
export function bodyOf(fields: FaultFields): Readonly<Record<string, unknown>> {
  const { effect, times, body, rate_limited_reason } = fields;
  const match = given(fields, MATCH, (value) => value);
  return {
    effect,
    ...(Object.keys(match).length > 0 && { match }),
    ...(times !== '1' && { times: times === '' ? null : Number(times) }),
    ...given(fields, NUMBERS, Number),
    ...(effect === 'respond' && body !== '' && { body }),
    ...(effect === 'rate_limit' && rate_limited_reason !== '' && { rate_limited_reason }),
  };
}

function given<N extends FieldName>(
  fields: FaultFields,
  names: readonly N[],
  read: (value: string) => unknown,
): Record<string, unknown> {
  const has = (name: N) => FIELDS.find((field) => field.name === name)?.of?.(fields.effect) ?? true;
  const filled = names.filter((name) => fields[name] !== '' && has(name));
  return Object.fromEntries(filled.map((name) => [name, read(fields[name])]));
}
