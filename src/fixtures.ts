/** A seed: meters, customers, events, faults and the clock. Checked whole with the resources' own rules, then played into the engine. */
import * as z from 'zod';
import { checkMove, clockBody, moveClock } from './control/clock.ts';
import { armFault, type FaultBody, faultBody } from './control/faults.ts';
import type { AccountName } from './metering/account.ts';
import { Clock } from './metering/clock.ts';
import { Engine, type RecordOutcome } from './metering/engine.ts';
import { WINDOW_MS } from './metering/identifiers.ts';
import { Random } from './metering/random.ts';
import { customerParams, detailsOf, notKeptOf } from './resources/customers.ts';
import { meterEventParams } from './resources/meter-events.ts';
import { definitionOf, meterParams } from './resources/meters.ts';
import type { State } from './state.ts';
import { ACCOUNT_NAME, DEFAULT_ACCOUNT } from './stripe/authentication.ts';
import { Refusal } from './stripe/errors.ts';
import { type FormHash, formOf } from './stripe/form.ts';
import { type ParamsSchema, parseParams } from './stripe/params.ts';
import { explain, instant, whole } from './values.ts';

/** A wrong fixture: its message names source, path and reason. */
export class FixtureError extends Error {
  override readonly name = 'FixtureError';
  readonly statusCode = 400;
}

const DUPLICATE = 'an event already exists with identifier';

const owner = { account: z.string().regex(ACCOUNT_NAME, 'no key could name this account').default(DEFAULT_ACCOUNT), livemode: z.boolean().default(false) };

/** What an item of a fixture may say beside the parameters of a create. */
const meterExtras = z.object({
  ...owner,
  id: z
    .string()
    .regex(/^mtr_\w+$/)
    .optional(),
  created: instant.optional(),
  updated: instant.optional(),
  deactivated_at: z.union([instant, z.null()]).optional(),
  made_by_mock: z.boolean().optional(),
});
const customerExtras = z.object({
  ...owner,
  id: z
    .string()
    .regex(/^cus_\w+$/)
    .optional(),
  created: instant.optional(),
});
const eventExtras = z.object({
  ...owner,
  meter: z.string().optional(), // in a saved state: counted by this meter, active or not
  received_at: instant.optional(),
  seconds_ago: whole(0).optional(),
  cancelled: z.boolean().default(false),
  request_id: z.string().nullable().default(null),
  idempotency_key: z.string().nullable().default(null),
});

const object = z.record(z.string(), z.unknown());
const fixtureShape = z.strictObject({
  clock: clockBody.optional(),
  meters: z.array(object).default([]),
  customers: z.array(object).default([]),
  events: z.array(object).default([]),
  faults: z.array(z.unknown()).default([]),
  dropped_events: whole(0).optional(), // in a saved state: events that inspection had let go, and that are not in it
});

/** One item: where it stands, what it says beside the parameters of a create, and those parameters. */
interface Item<P, X> {
  readonly at: string;
  readonly extras: X;
  readonly given: P;
}

/** A fixture whose every item is right by itself. */
export interface Fixture {
  readonly clock: z.output<typeof clockBody> | undefined;
  readonly meters: readonly Item<z.output<typeof meterParams>, z.output<typeof meterExtras>>[];
  readonly customers: readonly Item<z.output<typeof customerParams>, z.output<typeof customerExtras>>[];
  readonly events: readonly Item<z.output<typeof meterEventParams>, z.output<typeof eventExtras>>[];
  readonly faults: readonly FaultBody[];
}

/** Reads a document. Throws a FixtureError. */
export function parseFixture(document: unknown, source: string): Fixture {
  const shape = fixtureShape.safeParse(document ?? {});
  if (!shape.success) throw new FixtureError(`${source}: ${explain(shape.error)}`);
  const { clock, meters, customers, events, faults } = shape.data;
  return {
    clock,
    meters: meters.map((raw, i) => readItem(raw, `${source}: meters[${i}]`, meterExtras, meterParams)),
    customers: customers.map((raw, i) => readItem(raw, `${source}: customers[${i}]`, customerExtras, customerParams)),
    events: events.map((raw, i) => readItem(raw, `${source}: events[${i}]`, eventExtras, meterEventParams)),
    faults: faults.map((raw, i) => readFault(raw, `${source}: faults[${i}]`)),
  };
}

/** Several fixtures as one; of several clocks the last holds. */
export function mergeFixtures(fixtures: readonly Fixture[]): Fixture {
  return {
    clock: fixtures.findLast((fixture) => fixture.clock !== undefined)?.clock,
    meters: fixtures.flatMap((fixture) => fixture.meters),
    customers: fixtures.flatMap((fixture) => fixture.customers),
    events: fixtures.flatMap((fixture) => fixture.events),
    faults: fixtures.flatMap((fixture) => fixture.faults),
  };
}

/** What of a fixture belongs to one account. The clock belongs to none. */
export function fixtureOf(fixture: Fixture, account: string): Fixture {
  const own = <T extends { extras: AccountName }>(items: readonly T[]) => items.filter(({ extras }) => extras.account === account);
  const faults = fixture.faults.filter((fault) => fault.match?.account === account);
  return { clock: undefined, meters: own(fixture.meters), customers: own(fixture.customers), events: own(fixture.events), faults };
}

/** Plays a fixture into the state: all of it, or nothing and an error. */
export function loadFixture(fixture: Fixture, { engine, faults, warnOnce }: State): void {
  const { clock } = fixture;
  const nowMs = clock === undefined ? engine.clock.now() : checkMove(engine.clock, clock);
  refuseHeld(fixture, engine, nowMs);
  play(fixture, rehearsalOf(engine, nowMs));
  if (clock !== undefined) moveClock(engine.clock, { ...clock, now: clock.now === undefined ? undefined : clock.now / 1000 });
  play(fixture, engine);
  for (const fault of fixture.faults) armFault(faults, fault);
  fixture.customers.flatMap(({ given }) => notKeptOf(given)).forEach(warnOnce);
}

/** Throws when an event's identifier is held by one that the engine has. */
function refuseHeld(fixture: Fixture, engine: Engine, nowMs: number): void {
  for (const item of fixture.events) {
    const { identifier } = item.given;
    const isOld = nowMs - receivedMs(item, nowMs) >= WINDOW_MS;
    if (identifier !== undefined && !isOld && engine.isHeld(item.extras, identifier, nowMs)) throw new FixtureError(`${item.at}: ${DUPLICATE} ${identifier}`);
  }
}

function readItem<P, X>(raw: Readonly<Record<string, unknown>>, at: string, extras: z.ZodObject & z.ZodType<X>, schema: ParamsSchema<P>): Item<P, X> {
  const isExtra = ([name]: [string, unknown]) => Object.hasOwn(extras.shape, name);
  const extra = extras.safeParse(Object.fromEntries(Object.entries(raw).filter(isExtra)));
  if (!extra.success) throw new FixtureError(`${at}.${explain(extra.error)}`);
  const params = Object.fromEntries(Object.entries(raw).filter((entry) => !isExtra(entry) && entry[1] != null));
  const given = parseParams(schema, formAt(params, at));
  if (given instanceof Refusal) throw new FixtureError(`${at}${given.fields.param === undefined ? '' : `.${given.fields.param}`}: ${given.message}`);
  return { at, extras: extra.data as X, given };
}

function formAt(params: object, at: string): FormHash {
  try {
    return formOf(params) as FormHash;
  } catch (error) {
    throw new FixtureError(`${at}: ${(error as Error).message}`);
  }
}

function readFault(raw: unknown, at: string): FaultBody {
  const fault = faultBody.safeParse(raw);
  if (!fault.success) throw new FixtureError(`${at}.${explain(fault.error)}`);
  return fault.data;
}

/** An engine that has what a fixture could meet, and can be thrown away. */
function rehearsalOf(engine: Engine, startMs: number): Engine {
  const clock = new Clock({ startMs, frozen: true });
  const copy = new Engine({ ...engine.options, clock, random: new Random(0), onMeterMade: undefined, onInvalid: undefined });
  for (const { name, meters, customers } of engine.accounts()) {
    for (const meter of meters.all()) copy.account(name).meters.restore(meter);
    for (const customer of customers.all()) copy.account(name).customers.restore(customer);
  }
  return copy;
}

function play(fixture: Fixture, engine: Engine): void {
  for (const meter of fixture.meters) playMeter(meter, engine);
  for (const { at, extras, given } of fixture.customers) {
    if (extras.id !== undefined && engine.account(extras).customers.get(extras.id) !== undefined) {
      throw new FixtureError(`${at}.id: there is a customer ${extras.id} already`);
    }
    engine.account(extras).customers.create(detailsOf(given), seconds(extras.created) ?? engine.clock.nowSeconds(), extras.id);
  }
  const timed = fixture.events.map((item) => ({ item, receivedMs: receivedMs(item, engine.clock.now()) }));
  for (const { item, receivedMs } of timed.toSorted((a, b) => a.receivedMs - b.receivedMs)) playEvent(item, receivedMs, engine);
}

function playMeter({ at, extras, given }: Fixture['meters'][number], engine: Engine): void {
  const { meters } = engine.account(extras);
  const now = engine.clock.nowSeconds();
  const deactivatedAt = extras.deactivated_at == null ? null : Math.floor(extras.deactivated_at / 1000);
  const definition = definitionOf(given);
  if (deactivatedAt === null && meters.active(definition.eventName) !== undefined) throw new FixtureError(`${at}.event_name: an active meter already has it`);
  if (extras.id !== undefined && meters.get(extras.id) !== undefined) throw new FixtureError(`${at}.id: there is a meter ${extras.id} already`);
  const created = seconds(extras.created) ?? now;
  meters.restore({
    ...definition,
    id: extras.id ?? meters.newId(),
    created,
    updated: seconds(extras.updated) ?? created,
    deactivatedAt,
    madeByMock: extras.made_by_mock ?? false,
  });
}

function receivedMs({ at, extras }: Fixture['events'][number], nowMs: number): number {
  const ms = extras.received_at ?? nowMs - (extras.seconds_ago ?? 0) * 1000;
  if (ms > nowMs) throw new FixtureError(`${at}.received_at: lies in the future of the mock's clock`);
  return ms;
}

function playEvent({ at, extras, given }: Fixture['events'][number], receivedMs: number, engine: Engine): void {
  const input = {
    eventName: given.event_name,
    identifier: given.identifier ?? engine.random.uuid(),
    payload: given.payload,
    timestamp: given.timestamp ?? Math.floor(receivedMs / 1000),
    requestId: extras.request_id,
    idempotencyKey: extras.idempotency_key,
  };
  const meter = extras.meter === undefined ? undefined : engine.account(extras).meters.get(extras.meter);
  if (extras.meter !== undefined && meter === undefined) throw new FixtureError(`${at}.meter: there is no meter ${extras.meter}`);
  const outcome = engine.record(extras, input, { receivedMs, meter });
  if (outcome.outcome !== 'recorded') throw new FixtureError(`${at}: ${reasonOf(outcome, input.identifier)}`);
  if (extras.cancelled) engine.cancelEvent(outcome.event);
}

function reasonOf(outcome: Exclude<RecordOutcome, { outcome: 'recorded' }>, identifier: string): string {
  switch (outcome.outcome) {
    case 'duplicate':
      return `${DUPLICATE} ${identifier}`;
    case 'no_active_meter':
      return 'no active meter has its event_name';
    case 'too_old':
      return `timestamp: more than 35 days before its receipt; ${outcome.bound} would do`;
    case 'too_new':
      return `timestamp: more than 5 minutes after its receipt; ${outcome.bound} would do`;
    case 'no_such_customer':
      return `payload: no such customer: ${outcome.customer}`;
    case 'too_many_digits':
      return `payload: too many digits: ${outcome.value}`;
  }
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.floor(ms / 1000);
}
