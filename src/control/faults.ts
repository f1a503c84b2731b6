/** Faults as documents: armed, listed, removed; and the `Mock-Fault` header. */
import * as z from 'zod';
import { type ArmedFault, EFFECTS, type Effect, type FaultRule, type Faults } from '../metering/faults.ts';
import { Refusal } from '../stripe/errors.ts';
import { explain, whole } from '../values.ts';
import { ControlError, check } from './errors.ts';

const EFFECT_NAMES = Object.keys(EFFECTS) as [Effect, ...Effect[]];
/** Header names, but for those that frame the message: they are HTTP's own. */
const HEADER_NAME = /^(?!(?:content-length|transfer-encoding|connection|keep-alive|upgrade|trailer)$)[\w-]+$/i;
const REASONS = ['global-rate', 'endpoint-rate', 'global-concurrency', 'endpoint-concurrency', 'resource-specific'] as const;

export const faultBody = z
  .strictObject({
    effect: z.enum(EFFECT_NAMES),
    match: z
      .strictObject({
        method: z.string().toUpperCase().optional(),
        path: z.string().startsWith('/').optional().describe('the path of the URL; a * at its end stands for any rest'),
        account: z.string().optional(),
        event_name: z.string().optional(),
        customer: z.string().optional(),
        identifier: z.string().optional(),
      })
      .default({}),
    skip: whole(0).default(0).describe('how many matching requests to let pass first'),
    times: z
      .union([whole(1), z.null()])
      .default(1)
      .describe('how often to strike; null for ever'),
    probability: z.number().min(0).max(1).default(1),
    delay_ms: whole(0, 600_000).optional().describe('milliseconds of real time to wait first; needed by the effect delay'),
    rate_limited_reason: z.enum(REASONS).optional().describe('rate_limit only: Stripe-Rate-Limited-Reason; endpoint-rate unless given'),
    status: whole(200, 599).optional().describe('respond only, and needed by it'),
    headers: z
      .record(z.string().regex(HEADER_NAME, 'is no header that a fault can set'), z.string().regex(/^[\t\x20-\x7e]*$/))
      .optional()
      .describe('respond only'),
    body: z
      .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
      .transform((body) => (typeof body === 'string' ? body : JSON.stringify(body)))
      .optional()
      .describe('respond only: text, or JSON to be written as text'),
  })
  .superRefine((fault, context) => {
    const issue = settingIssue(fault);
    if (issue !== undefined) context.addIssue(issue);
  });

export type FaultBody = z.input<typeof faultBody>;

/** A fault as a document. */
export type FaultDocument = ReturnType<typeof faultDocument>;

/** Arms a fault; everything is checked before anything is armed. */
export function armFault(faults: Faults, body: FaultBody): FaultDocument {
  return faultDocument(faults.arm(ruleOf(check(faultBody, body))));
}

export function listFaults(faults: Faults): { data: FaultDocument[] } {
  return { data: faults.list().map(faultDocument) };
}

export function removeFault(faults: Faults, id: string): { removed: string } {
  if (!faults.remove(id)) throw new ControlError(404, `There is no fault ${id}. GET /_mock/faults lists them.`);
  return { removed: id };
}

export function clearFaults(faults: Faults): { removed: 'all' } {
  faults.clear();
  return { removed: 'all' };
}

/** What goes with one request: no match, no counting, no chance. */
const HEADER_SETTINGS = ['delay_ms', 'status', 'body', 'rate_limited_reason'];

/** `Mock-Fault: rate_limit`, or with settings: `Mock-Fault: delay; delay_ms=50`. */
export function readFaultHeader(header: string): FaultRule | Refusal {
  const [effect = '', ...settings] = header.split(';').map((part) => part.trim());
  const given = settings.filter((text) => text !== '').map((text) => [text.split('=', 1)[0] ?? '', text.slice(text.indexOf('=') + 1)] as const);
  const unknown = given.find(([name]) => !HEADER_SETTINGS.includes(name));
  const parsed = faultBody.safeParse({ ...Object.fromEntries(given), effect });
  if (parsed.success && unknown === undefined) return ruleOf(parsed.data);
  const reason = unknown === undefined ? explain((parsed as { error: z.ZodError }).error) : `${unknown[0]} is none of ${HEADER_SETTINGS.join(', ')}`;
  return new Refusal({ status: 400, form: 'bare', message: `stripe-meter-mock cannot read the Mock-Fault header: ${reason}` });
}

/** The body that arms the same fault again. */
export function faultDocument({ id, rule, skipped, struck }: ArmedFault) {
  const { match, effect } = rule;
  const respond = effect === 'respond' ? { status: rule.status, headers: { ...rule.headers }, body: rule.body } : {};
  return {
    id,
    effect,
    match: {
      method: match.method,
      path: match.path,
      account: match.account,
      event_name: match.eventName,
      customer: match.customer,
      identifier: match.identifier,
    },
    skip: rule.skip,
    times: rule.times,
    probability: rule.probability,
    ...(rule.delayMs > 0 && { delay_ms: rule.delayMs }),
    ...(effect === 'rate_limit' && { rate_limited_reason: rule.rateLimitedReason as (typeof REASONS)[number] }),
    ...respond,
    skipped,
    struck,
  };
}

function ruleOf(fault: z.output<typeof faultBody>): FaultRule {
  const { event_name, ...match } = fault.match;
  return {
    effect: fault.effect,
    stage: EFFECTS[fault.effect],
    match: { ...match, eventName: event_name },
    skip: fault.skip,
    times: fault.times,
    probability: fault.probability,
    delayMs: fault.delay_ms ?? 0,
    rateLimitedReason: fault.rate_limited_reason ?? 'endpoint-rate',
    status: fault.status ?? 200,
    headers: lowerNames(fault.headers ?? {}),
    body: fault.body ?? '',
  };
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

interface EffectSettings {
  readonly effect: Effect;
  readonly delay_ms?: number | undefined;
  readonly rate_limited_reason?: string | undefined;
  readonly status?: number | undefined;
  readonly headers?: unknown;
  readonly body?: string | undefined;
}

/** Settings that their effect needs, or would leave unused. */
function settingIssue({ effect, delay_ms, rate_limited_reason, status, headers, body }: EffectSettings): string | undefined {
  if (effect === 'delay' && delay_ms === undefined) return 'the effect delay needs delay_ms';
  if (effect === 'respond' && status === undefined) return 'the effect respond needs status';
  if (effect !== 'respond' && (status ?? headers ?? body) !== undefined) return 'status, headers and body go with the effect respond';
  if (effect !== 'rate_limit' && rate_limited_reason !== undefined) return 'rate_limited_reason goes with the effect rate_limit';
  return undefined;
}
