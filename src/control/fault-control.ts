/** Arms, lists and removes faults, and shows them as documents. */
import * as z from 'zod';
import type {
  FaultBody,
  FaultDocument,
  FaultsQuery,
  RemovedFaults,
} from '../documents/fault-document.ts';
import { isWithin } from '../metering/account-name.ts';
import type { Apply } from '../metering/door.ts';
import {
  type ArmedFault,
  type ArmedFaults,
  type FaultCommands,
  type FaultOutcomes,
  matchesPath,
} from '../stripe/faults/armed-faults.ts';
import { effectOf, effects, type FaultName, isFaultName } from '../stripe/faults/effects.ts';
import { delayMs, type FaultRule } from '../stripe/faults/rule.ts';
import { lazily } from '../stripe/lazily.ts';
import { stripesMethods } from '../stripe/stripe-routes.ts';
import { guess, shown, wholeNumber } from '../values.ts';
import { ControlError, check, sentence } from './control-error.ts';
import { accountName, accountParam, eventTypes, word } from './query-values.ts';
import { read } from './wrong-value.ts';

/** Dependencies of the fault controls. */
export interface FaultTarget {
  readonly faults: ArmedFaults;
  readonly apply: Apply<FaultCommands, FaultOutcomes>;
}

/** The methods of Stripe's routes. */
const METHODS = ['GET', 'POST', 'DELETE'] as const;

/** Whose faults. Default: all that are armed. */
export const faultsQuery = lazily(() =>
  z.strictObject({
    account: accountParam('only the faults armed for this account and its connected accounts'),
  }),
);

/** Which requests a fault is for. */
export const requestMatch = () =>
  z
    .strictObject({
      method: z.string().toUpperCase().pipe(z.enum(METHODS)).optional(),
      path: z
        .string()
        .startsWith('/')
        .optional()
        .describe('the path of the URL; a * at its end matches anything'),
      account: accountName.optional(),
      event_name: word.optional(),
      customer: word.optional(),
      identifier: word.optional(),
    })
    .default({});

/** Which deliveries of events a fault is for. */
export const deliveryMatch = () =>
  z
    .strictObject({
      account: accountName.optional(),
      event_type: eventTypes.optional().describe('a * at its end matches anything'),
    })
    .default({});

/** The settings that every fault has besides those of its effect. */
export const common = () => ({
  skip: wholeNumber(0).default(0).describe('how many matching requests to let pass first'),
  times: z
    .union([wholeNumber(1), z.null()], {
      error: ({ input }) =>
        `must be a whole number from 1, or null for no limit; got ${shown(input)}`,
    })
    .default(1)
    .describe('how often to fire; null for no limit'),
  probability: z.number().min(0).max(1).default(1),
  delay_ms: delayMs.optional(),
});

type Match = z.output<ReturnType<typeof requestMatch>> & z.output<ReturnType<typeof deliveryMatch>>;
type CommonSettings = z.output<z.ZodObject<ReturnType<typeof common>>> & { match: Match };

const schemas = new Map<FaultName, z.ZodObject>();

/** The body that arms a fault of one effect; created on first use, to keep startup fast. */
export function schemaOf(name: FaultName): z.ZodObject {
  let schema = schemas.get(name);
  if (schema === undefined) {
    const { settings, stage } = effectOf(name);
    const match = stage === 'delivery' ? deliveryMatch() : requestMatch();
    schema = z.strictObject({ effect: z.literal(name), match, ...common(), ...settings });
    schemas.set(name, schema);
  }
  return schema;
}

/** The bodies that arm a fault, one for each effect: for the OpenAPI document. */
export function* faultBodies(): Generator<z.ZodType> {
  for (const { name } of effects) yield schemaOf(name);
}

/** Reads a body that arms a fault. Throws a ControlError that says what is wrong. */
export function readFault(body: unknown): FaultRule {
  const rule = parseFault(body);
  if (typeof rule === 'string') throw new ControlError(400, sentence(rule));
  return rule;
}

/** Reads a body that arms a fault; returns a message if it is invalid. */
export function parseFault(body: unknown): FaultRule | string {
  const { effect } = (typeof body === 'object' && body !== null ? body : {}) as {
    effect?: unknown;
  };
  if (!isFaultName(effect)) {
    const names = effects.map(({ name }) => name);
    const meant = typeof effect === 'string' ? `; got ${shown(effect)}${guess(effect, names)}` : '';
    return `effect: must be one of ${names.join(', ')}${meant}`;
  }
  const parsed = read(schemaOf(effect), body);
  if ('problem' in parsed) return parsed.problem;
  const rule = ruleOf(effect, parsed.value);
  const problem = neverFires(rule);
  if (problem !== undefined) return `match.path: ${problem}`;
  const wrongMethod = neverCalled(rule);
  if (wrongMethod !== undefined) return `match.method: ${wrongMethod}`;
  return strayBody(rule) ?? rule;
}

/**
 * What is wrong with a body for a status that has none (https://www.rfc-editor.org/rfc/rfc9110).
 */
function strayBody({ settings }: FaultRule): string | undefined {
  const { status, body = '' } = settings as { status?: number; body?: string };
  if (body === '' || (status !== 204 && status !== 304)) return undefined;
  return `body: an answer of ${status} has none`;
}

/**
 * Why a fault could never fire on its path: its effect is not available there, or Stripe has no
 * such route. Undefined if it could.
 */
export function neverFires({ effect, match }: FaultRule): string | undefined {
  const { paths } = effectOf(effect);
  const { path } = match;
  if (path === undefined) return undefined;
  if (paths !== undefined) {
    const isThere = paths.some((each) => matchesPath(path, each));
    return isThere ? undefined : `${effect} only fires for ${paths.join(', ')}`;
  }
  if (path.endsWith('*') || stripesMethods(path).length > 0) return undefined;
  return `Stripe has no route at ${path}; a * at its end matches anything`;
}

/**
 * Why a fault could never fire with its method: no route at its path has it. Undefined if it could.
 */
function neverCalled({ effect, match: { method, path } }: FaultRule): string | undefined {
  const exact = path === undefined || path.endsWith('*') ? undefined : [path];
  const paths = exact ?? effectOf(effect).paths;
  if (method === undefined || paths === undefined) return undefined;
  const methods = [...new Set(paths.flatMap(stripesMethods))];
  if (methods.includes(method)) return undefined;
  return `Stripe has no ${method} ${paths.join(', ')}, only ${methods.join(' and ')}`;
}

/**
 * Arms a fault; everything is checked before anything is armed.
 * @param query an account to arm it for, which the body may name too
 */
export function armFault(
  target: FaultTarget,
  body: FaultBody,
  query: FaultsQuery = {},
): FaultDocument {
  const { account } = check(faultsQuery(), query);
  const rule = readFault(body);
  return faultDocument(arm(target, account === undefined ? rule : ruleFor(rule, account)));
}

/** A rule for the requests of one account. */
function ruleFor(rule: FaultRule, account: string): FaultRule {
  const named = rule.match.account ?? account;
  if (isWithin(named, account)) return { ...rule, match: { ...rule.match, account: named } };
  throw new ControlError(
    400,
    `match.account is ${named} and the query's account is ${account}: leave one of them out.`,
  );
}

/** Arms a checked rule. */
export function arm({ faults, apply }: FaultTarget, rule: FaultRule): ArmedFault {
  return apply({ kind: 'arm_fault', id: faults.nextId, rule });
}

/** The armed faults: all, or those for one account. */
export function listFaults(
  { faults }: FaultTarget,
  query: FaultsQuery = {},
): { data: FaultDocument[] } {
  const { account } = check(faultsQuery(), query);
  const isMatch = ({ rule }: ArmedFault) =>
    account === undefined || isWithin(rule.match.account, account);
  return { data: faults.list().filter(isMatch).map(faultDocument) };
}

export function removeFault(
  target: FaultTarget,
  id: string,
  query: FaultsQuery = {},
): { removed: string } {
  const { account } = check(faultsQuery(), query);
  const isThere = listFaults(target, query).data.some((fault) => fault.id === id);
  if (!isThere || target.apply({ kind: 'remove_fault', id }) === undefined) {
    const where = account === undefined ? '' : ` for account ${account}`;
    throw new ControlError(404, `There is no fault ${id}${where}. GET /_mock/faults lists them.`);
  }
  return { removed: id };
}

/** Removes all faults, or those armed for one account, and returns how many. */
export function clearFaults(target: FaultTarget, query: FaultsQuery = {}): RemovedFaults {
  const { account } = check(faultsQuery(), query);
  const count = listFaults(target, query).data.length;
  target.apply({ kind: 'clear_faults', account });
  return { removed: 'all', account: account ?? null, count };
}

/** The document of an armed fault. */
export function faultDocument({ id, rule, skipped, fired }: ArmedFault): FaultDocument {
  const { match, effect, skip, times, probability, settings } = rule;
  return {
    id,
    effect,
    match: matchDocument(effect, match),
    skip,
    times,
    probability,
    ...(rule.delayMs > 0 && { delay_ms: rule.delayMs }),
    ...settings,
    skipped,
    fired,
  };
}

/** Only the fields that a body for this effect takes. */
function matchDocument(effect: FaultName, match: FaultRule['match']): FaultDocument['match'] {
  const { eventName: event_name, eventType: event_type, account, ...rest } = match;
  if (effectOf(effect).stage === 'delivery') return { account, event_type };
  const { method, path, customer, identifier } = rest;
  return { method, path, account, event_name, customer, identifier };
}

function ruleOf(effect: FaultName, body: Record<string, unknown>): FaultRule {
  const { match, skip, times, probability, delay_ms = 0 } = body as CommonSettings;
  const { event_name: eventName, event_type: eventType, ...rest } = match;
  const names = Object.keys(effectOf(effect).settings);
  const settings = Object.fromEntries(names.map((name) => [name, body[name]]));
  return {
    effect,
    settings,
    delayMs: delay_ms,
    match: { ...rest, eventName, eventType },
    skip,
    times,
    probability,
  };
}
