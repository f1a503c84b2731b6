/**
 * The types that users see are written by hand, separately from the schemas that check what users
 * send. Here the compiler finds any difference between the two.
 */
import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import type * as answers from '../../src/control/answers.ts';
import type { clockBody, clockQuery } from '../../src/control/clock-control.ts';
import type { collectBody } from '../../src/control/collect-control.ts';
import type {
  deliveriesQuery,
  deliveryWaitQuery,
  holdBody,
  redeliverQuery,
  releaseBody,
} from '../../src/control/delivery-control.ts';
import type { errorReportBody } from '../../src/control/error-report-control.ts';
import type {
  common,
  deliveryMatch,
  faultsQuery,
  requestMatch,
} from '../../src/control/fault-control.ts';
import type { eventsQuery, requestsQuery } from '../../src/control/inspect.ts';
import type { customerQuery } from '../../src/control/inspect-customer.ts';
import type { meterQuery, metersQuery } from '../../src/control/inspect-meters.ts';
import type { seriesQuery } from '../../src/control/inspect-series.ts';
import type { usageQuery } from '../../src/control/inspect-usage.ts';
import type { liveQuery } from '../../src/control/live-feed.ts';
import type * as pageAnswers from '../../src/control/page-answers.ts';
import type { fixturesQuery } from '../../src/control/routes.ts';
import type { HealthDocument } from '../../src/control/verbs.ts';
import type { waitQuery } from '../../src/control/wait.ts';
import type * as webhookAnswers from '../../src/control/webhook-answers.ts';
import type { WebhookVerbs } from '../../src/control/webhook-verbs.ts';
import type {
  CustomerDocument,
  CustomerQuery,
  SeriesDocument,
  SeriesQuery,
} from '../../src/documents/customer-document.ts';
import type { LiveQuery } from '../../src/documents/live-document.ts';
import type {
  MeterDocument,
  MeterQuery,
  MetersDocument,
  MetersQuery,
} from '../../src/documents/meter-document.ts';
import type { RequestDetail } from '../../src/documents/request-document.ts';
import type { RoutesDocument } from '../../src/documents/routes-document.ts';
import type { destinationSeed } from '../../src/fixtures/destination-seed.ts';
import type { Fixture, SubscriptionSeed } from '../../src/fixtures/fixture.ts';
import type * as shapes from '../../src/fixtures/fixture-shape.ts';
import type {
  AccountClock,
  ClockBody,
  ClockDocument,
  ClockQuery,
  CollectBody,
  CollectorDocument,
  CustomerFixture,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryWaitQuery,
  DestinationFixture,
  ErrorReportBody,
  EventDocument,
  EventFilter,
  EventFixture,
  EventsQuery,
  FaultBody,
  FaultName,
  FaultsQuery,
  FixtureDocument,
  FixturesQuery,
  HoldBody,
  Loaded,
  MeterFixture,
  MeterMock,
  MeterMockOptions,
  Page,
  PriceFixture,
  ProductFixture,
  RedeliverQuery,
  ReleaseBody,
  RemovedFaults,
  RequestDocument,
  RequestsQuery,
  StateSaved,
  SubscriptionFixture,
  UsageDocument,
  UsageQuery,
  Waited,
  WaitQuery,
} from '../../src/index.ts';
import { connectMeterMock } from '../../src/index.ts';
import type { Decimal } from '../../src/metering/decimal.ts';
import type { Options, settings } from '../../src/options.ts';
import type { effects } from '../../src/stripe/faults/effects.ts';

/** A type without `readonly`, and with intersections flattened into one object. */
type Plain<T> = T extends readonly (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Plain<T[Name]> }
    : T;
/** What a schema takes, or one that is created on first use. */
type Takes<S> = Plain<
  S extends z.ZodType ? z.input<S> : S extends () => z.ZodType ? z.input<ReturnType<S>> : never
>;

test('queries and bodies match their schemas', () => {
  expectTypeOf<Plain<EventsQuery>>().toEqualTypeOf<Takes<typeof eventsQuery>>();
  expectTypeOf<Plain<WaitQuery>>().toEqualTypeOf<Takes<typeof waitQuery>>();
  expectTypeOf<Plain<RequestsQuery>>().toEqualTypeOf<Takes<typeof requestsQuery>>();
  expectTypeOf<Plain<UsageQuery>>().toEqualTypeOf<Takes<typeof usageQuery>>();
  expectTypeOf<Plain<ClockBody>>().toEqualTypeOf<Takes<typeof clockBody>>();
  expectTypeOf<Plain<ClockQuery>>().toEqualTypeOf<Takes<typeof clockQuery>>();
  expectTypeOf<Plain<DeliveriesQuery>>().toEqualTypeOf<Takes<typeof deliveriesQuery>>();
  expectTypeOf<Plain<DeliveryWaitQuery>>().toEqualTypeOf<Takes<typeof deliveryWaitQuery>>();
  expectTypeOf<Plain<HoldBody>>().toEqualTypeOf<Takes<typeof holdBody>>();
  expectTypeOf<Plain<RedeliverQuery>>().toEqualTypeOf<Takes<typeof redeliverQuery>>();
  expectTypeOf<Plain<ReleaseBody>>().toEqualTypeOf<Takes<typeof releaseBody>>();
  expectTypeOf<Plain<CollectBody>>().toEqualTypeOf<Takes<typeof collectBody>>();
  expectTypeOf<Plain<ErrorReportBody>>().toEqualTypeOf<Takes<typeof errorReportBody>>();
  expectTypeOf<Plain<FaultsQuery>>().toEqualTypeOf<Takes<typeof faultsQuery>>();
  expectTypeOf<Plain<FixturesQuery>>().toEqualTypeOf<Takes<typeof fixturesQuery>>();
  expectTypeOf<Plain<CustomerQuery>>().toEqualTypeOf<Takes<typeof customerQuery>>();
  expectTypeOf<Plain<SeriesQuery>>().toEqualTypeOf<Takes<typeof seriesQuery>>();
  expectTypeOf<Plain<MetersQuery>>().toEqualTypeOf<Takes<typeof metersQuery>>();
  expectTypeOf<Plain<MeterQuery>>().toEqualTypeOf<Takes<typeof meterQuery>>();
  expectTypeOf<Plain<LiveQuery>>().toEqualTypeOf<Takes<typeof liveQuery>>();
  expectTypeOf<Plain<DestinationFixture>>().toEqualTypeOf<Takes<typeof destinationSeed>>();
  expectTypeOf<EventFilter>().toMatchTypeOf<Omit<EventsQuery, 'limit' | 'cursor'>>();
});

/** The types of the schemas in `control/answers.ts`, by name. */
interface Answers {
  event: EventDocument;
  events: Page<EventDocument>;
  request: RequestDocument;
  requests: Page<RequestDocument>;
  waited: Waited;
  usage: UsageDocument;
  loaded: Loaded;
  health: HealthDocument;
  reset: ReturnType<MeterMock['reset']>;
  removed: ReturnType<MeterMock['faults']['remove']>;
  removedAll: RemovedFaults;
  saved: StateSaved;
  routes: RoutesDocument;
  error: { error: { message: string } };
}
/** Schemas that leave fields open; a clock's is not recursive, as its type is. */
type LooseAnswers = 'clock' | 'fault' | 'faults' | 'fixture' | 'openApi';
type ClockLists = 'accounts' | 'pending_deliveries';

/** Those in `control/page-answers.ts`. */
interface PageAnswers {
  requestDetail: RequestDetail;
  customer: CustomerDocument;
  series: SeriesDocument;
  meters: MetersDocument;
  meter: MeterDocument;
}

/** Those in `control/webhook-answers.ts`. */
interface WebhookAnswers {
  deliveries: DeliveriesPage;
  waited: DeliveriesWaited;
  held: ReturnType<MeterMock['deliveries']['hold']>;
  released: ReturnType<MeterMock['deliveries']['release']>;
  redelivered: ReturnType<MeterMock['deliveries']['redeliver']>;
  collector: CollectorDocument;
  removed: ReturnType<WebhookVerbs['webhooks']['remove']>;
}

test('answers match their schemas, which all have a type above', () => {
  type Gives<Schemas, Loose = never> = {
    [Name in Exclude<keyof Schemas, Loose>]: Schemas[Name] extends () => infer S
      ? Plain<z.output<S>>
      : never;
  };
  expectTypeOf<Plain<Answers>>().toEqualTypeOf<Gives<typeof answers, LooseAnswers>>();
  expectTypeOf<Plain<PageAnswers>>().toEqualTypeOf<Gives<typeof pageAnswers>>();
  expectTypeOf<Plain<WebhookAnswers>>().toEqualTypeOf<
    Gives<typeof webhookAnswers, 'errorReport'>
  >();
  expectTypeOf<Plain<Omit<ClockDocument, ClockLists>>>().toEqualTypeOf<
    Omit<Gives<typeof answers>['clock'], ClockLists>
  >();
});

type Effect = (typeof effects)[number];
/** What arms a fault with one effect, according to its schemas. */
type Arms<E extends Effect> = Takes<
  z.ZodObject<
    Omit<ReturnType<typeof common>, keyof E['settings']> & {
      match: ReturnType<E['stage'] extends 'delivery' ? typeof deliveryMatch : typeof requestMatch>;
    } & E['settings']
  >
>;
/** What arms a fault with one effect, according to the handwritten type. */
type Body<N extends FaultName, B = FaultBody> = B extends { readonly effect: infer E }
  ? N extends E
    ? Plain<Omit<B, 'effect'>>
    : never
  : never;

test('faults match their schemas', () => {
  expectTypeOf<FaultName>().toEqualTypeOf<Effect['name']>();
  expectTypeOf<FaultBody['effect']>().toEqualTypeOf<FaultName>();
  type Differs = {
    [N in FaultName]: [
      Same<Body<N>, Arms<Extract<Effect, { name: N }>>>,
      Same<keyof Body<N>, keyof Arms<Extract<Effect, { name: N }>>>, // optional ones too
    ] extends [true, true]
      ? never
      : N;
  }[FaultName];
  expectTypeOf<Differs>().toBeNever();
});

test('settings match their schema', () => {
  type Reads<Name extends keyof Options> = z.output<(typeof settings)[Name]['schema']>;
  type Differs = {
    [Name in keyof Options]: Same<Plain<Reads<Name>>, Plain<Options[Name]>> extends true
      ? never
      : Name;
  }[keyof Options];
  expectTypeOf<Differs>().toBeNever();
  expectTypeOf<keyof MeterMockOptions>().toEqualTypeOf<keyof Options>();
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Parameters that are refused, or whose only accepted value means none. */
type Refused<O> = { [Name in keyof O]-?: [O[Name]] extends [undefined] ? Name : never }[keyof O];
/** Those, and parameters that mean nothing in a fixture. */
type Unused<O> = Refused<O> | 'expand' | 'test_clock';
/** Fields that their schema converts to another type. */
type ReadOtherwise = 'automatic_tax' | 'billing_thresholds' | 'divide_by' | 'type' | 'up_to';

/** Names that only one of them has. */
type Strays<H, O> =
  | Exclude<keyof H, keyof O>
  | Exclude<keyof O, keyof H | Exclude<Unused<O>, ReadOtherwise>>;
/** Names whose types differ. */
type Wrong<H, O> = {
  [Name in keyof H & keyof O]-?: Name extends ReadOtherwise
    ? never
    : Fits<NonNullable<H[Name]>, NonNullable<O[Name]>> extends true
      ? never
      : Name;
}[keyof H & keyof O];
type Text = string | number | boolean;

/** Whether a handwritten type is what a schema, whose output is `O`, accepts. */
type Fits<H, O> = [O] extends [true]
  ? true // a parameter that is not kept accepts anything
  : [O] extends [string | number | boolean]
    ? Same<H, O>
    : [O] extends [Decimal]
      ? Same<H, string | number>
      : [O] extends ['unset' | ReadonlyMap<string, string>]
        ? Same<H, Readonly<Record<string, Text>>>
        : [O, H] extends [readonly (infer OE)[], readonly (infer HE)[]]
          ? Fits<HE, OE>
          : Same<Strays<H, O> | Wrong<H, O>, never>;

/** The differences found for an item. */
type Drift<H, P, X extends () => z.ZodObject, I = z.input<ReturnType<X>>> =
  | Strays<H, P & I>
  | Wrong<H, Omit<P, keyof I>>
  | Differing<Pick<H, keyof I & keyof H>, I>;
type Differing<H, X> = Same<Plain<H>, Plain<X>> extends true ? never : H;

test('fixtures match their schemas', () => {
  type F = typeof shapes;
  type Given<Items extends readonly { readonly given: unknown }[]> = Items[number]['given'];
  expectTypeOf<keyof FixtureDocument>().toEqualTypeOf<keyof Takes<F['fixtureShape']>>();
  expectTypeOf<Plain<AccountClock>>().toEqualTypeOf<Takes<F['accountClock']>>();
  expectTypeOf<Drift<MeterFixture, Given<Fixture['meters']>, F['meterExtras']>>().toBeNever();
  expectTypeOf<
    Drift<CustomerFixture, Given<Fixture['customers']>, F['customerExtras']>
  >().toBeNever();
  expectTypeOf<Drift<ProductFixture, Given<Fixture['products']>, F['productExtras']>>().toBeNever();
  expectTypeOf<Drift<PriceFixture, Given<Fixture['prices']>, F['priceExtras']>>().toBeNever();
  expectTypeOf<
    Drift<SubscriptionFixture, SubscriptionSeed['given'], F['ownedSubscriptionExtras']>
  >().toBeNever();
  expectTypeOf<Drift<EventFixture, Given<Fixture['events']>, F['eventExtras']>>().toBeNever();
});

test('wrong values do not compile', () => {
  const wrong = (mock: MeterMock) => {
    // @ts-expect-error a number, or null
    mock.faults.arm({ effect: 'rate_limit', times: 'x' });
    // @ts-expect-error a setting of another effect
    mock.faults.arm({ effect: 'rate_limit', status: 500 });
    // @ts-expect-error its status is missing
    mock.faults.arm({ effect: 'respond' });
    // @ts-expect-error a number, or null
    void mock.loadFixtures({ faults: [{ effect: 'rate_limit', times: 'x' }] });
    // @ts-expect-error no such formula
    const meter: MeterFixture = { ...METER, default_aggregation: { formula: 'average' } };
    // @ts-expect-error no such list
    void mock.loadFixtures({ meters: [meter], meter: [] });
    // @ts-expect-error a query is not text
    mock.events({ limit: '10' });
    // @ts-expect-error the account is the connection's
    void connectMeterMock('http://127.0.0.1').events({ account: 'other' });
  };
  expectTypeOf(wrong).toBeFunction();
});

const METER = { display_name: 'Calls', event_name: 'calls' };
