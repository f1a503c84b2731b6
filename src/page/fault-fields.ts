/** The fields of the form that arms a fault, and the body that they make. */
import type { FaultName } from '../documents/fault-document.ts';

/** What is typed: every field as text. */
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
  readonly event_type: string;
  readonly age_seconds: string;
  readonly rate_limited_reason: string;
  readonly status: string;
  readonly body: string;
}

type FieldName = Exclude<keyof FaultFields, 'effect'>;

/** A field of the form. */
export interface FaultField {
  readonly name: FieldName;
  readonly label: string;
  readonly type: 'number' | 'text';
  readonly placeholder: string;
  readonly min?: number;
  readonly step?: number | 'any';
  readonly isRequired?: boolean;
  /** The one effect that has it. */
  readonly of?: FaultName;
  /** Whether it is only for faults of requests, or only for those of deliveries. */
  readonly only?: 'request' | 'delivery';
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

const FIELDS: readonly FaultField[] = [
  { ...number('status', 'Status', '200 to 599', 200), of: 'respond', isRequired: true },
  { ...text('body', 'Body', 'empty'), of: 'respond' },
  { ...text('rate_limited_reason', 'Reason', 'endpoint-rate'), of: 'rate_limit' },
  { ...number('age_seconds', 'Age of the signature, in seconds', '600'), of: 'signature_stale' },
  number('times', 'How often', 'for ever', 1),
  number('skip', 'Let pass first', '0'),
  number('delay_ms', 'Wait first, in ms', '0'),
  { ...number('probability', 'Chance, 0 to 1', '1'), step: 'any' },
  { ...text('customer', 'For customer'), only: 'request' },
  { ...text('event_name', 'For event name'), only: 'request' },
  { ...text('identifier', 'For identifier'), only: 'request' },
  { ...text('path', 'For path (* at its end: any rest)'), only: 'request' },
  { ...text('method', 'For method'), only: 'request' },
  { ...text('event_type', 'For type of event (* at its end: any rest)'), only: 'delivery' },
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
  event_type: '',
  age_seconds: '',
  rate_limited_reason: '',
  status: '',
  body: '',
};

const MATCH = {
  request: ['method', 'path', 'account', 'event_name', 'customer', 'identifier'],
  delivery: ['account', 'event_type'],
} as const;
const NUMBERS = ['skip', 'probability', 'delay_ms'] as const;

/** The fields that an effect has. */
export function fieldsOf(effect: FaultName): readonly FaultField[] {
  const stage = stageOf(effect);
  const has = ({ of = effect, only = stage }: FaultField) => of === effect && only === stage;
  return FIELDS.filter(has);
}

function stageOf(effect: FaultName): 'request' | 'delivery' {
  return /^(?:delivery|signature)_/.test(effect) ? 'delivery' : 'request';
}

/** What arms the fault: only what was typed. */
export function bodyOf(fields: FaultFields): Readonly<Record<string, unknown>> {
  const { effect, times, status, body, rate_limited_reason, age_seconds } = fields;
  const match = given(fields, MATCH[stageOf(effect)], (value) => value);
  return {
    effect,
    ...(Object.keys(match).length > 0 && { match }),
    ...(times !== '1' && { times: times === '' ? null : Number(times) }),
    ...given(fields, NUMBERS, Number),
    ...(effect === 'respond' && { status: Number(status), ...(body !== '' && { body }) }),
    ...(effect === 'signature_stale' && age_seconds !== '' && { age_seconds: Number(age_seconds) }),
    ...(effect === 'rate_limit' && rate_limited_reason !== '' && { rate_limited_reason }),
  };
}

function given<N extends FieldName>(
  fields: FaultFields,
  names: readonly N[],
  read: (value: string) => unknown,
): Record<string, unknown> {
  const filled = names.filter((name) => fields[name] !== '');
  return Object.fromEntries(filled.map((name) => [name, read(fields[name])]));
}
