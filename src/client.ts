/**
 * A client for a mock that runs elsewhere, through its control routes: for tests that share a
 * server.
 */
import { randomBytes } from 'node:crypto';
import { collectorOf } from './control/collect-control.ts';
import { strays } from './control/wrong-value.ts';
import type { ClockBody, ClockDocument } from './documents/clock-document.ts';
import type {
  CollectBody,
  Collector,
  CollectorDocument,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryWaitQuery,
  ReleaseBody,
} from './documents/delivery-document.ts';
import type { ErrorReportBody } from './documents/error-report-document.ts';
import type {
  EventDocument,
  EventsQuery,
  Page,
  Waited,
  WaitQuery,
} from './documents/event-document.ts';
import type { FaultBody, FaultDocument, RemovedFaults } from './documents/fault-document.ts';
import type { FixtureDocument, Loaded } from './documents/fixture-document.ts';
import type { RequestDocument, RequestsQuery } from './documents/request-document.ts';
import type { UsageDocument, UsageQuery } from './documents/usage-document.ts';
import { type ClientOptions, clientOptionsOf, WaitTimeoutError } from './library.ts';
import { onlyFor } from './only-account.ts';

/** Options of the connection. */
export interface ConnectOptions {
  /**
   * The account to work in: letters and digits. Default: a fresh one, so that parallel tests do not
   * interfere.
   */
  readonly account?: string | undefined;
  /** The server's `--control-token`. Default: none. */
  readonly token?: string | undefined;
}

/** A clock of a running mock. */
export interface ConnectedClock {
  /** Its state. */
  state(): Promise<ClockDocument>;
  /** Moves it forward, freezes or unfreezes it. */
  move(body: ClockBody): Promise<ClockDocument>;
  /** Moves it forward by a number of seconds. */
  advance(seconds: number): Promise<ClockDocument>;
}

/**
 * One account of a running mock. Everything here applies to this account only: a call that names
 * another rejects with a TypeError.
 */
export interface ConnectedMeterMock {
  /** The server's URL, as it was given. */
  readonly url: string;
  /** The account in its keys: `sk_test_<account>_anything`. */
  readonly account: string;
  /** A secret key of the account. */
  readonly key: string;
  /** Options for `new Stripe(key, clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /** The accepted events, newest first. */
  events(query?: Omit<EventsQuery, 'account'>): Promise<Page<EventDocument>>;
  /** The requests to the Stripe API, refused and replayed ones too, newest first. */
  requests(query?: Omit<RequestsQuery, 'account'>): Promise<Page<RequestDocument>>;
  /** Totals by meter and customer, and counts of what happened. */
  usage(query?: Omit<UsageQuery, 'account'>): Promise<UsageDocument>;
  /**
   * Resolves with the newest `count` matching events, as soon as there are that many. Rejects with
   * a WaitTimeoutError after the time-out.
   */
  waitForEvents(query?: Omit<WaitQuery, 'account'>): Promise<EventDocument[]>;
  /**
   * Loads a fixture into the account: all of it, or nothing and the server's sentence. Its items
   * name no account, and a `clock` is the account's own.
   */
  loadFixtures(document: FixtureDocument): Promise<Loaded>;
  /** Resets the account to its state after the server's start, with its fixtures. */
  reset(): Promise<void>;
  /** The account's own clock, created by the first move; it affects no other account. */
  readonly clock: ConnectedClock & {
    /** The common clock of all accounts without their own; moving it affects them all. */
    readonly everyone: ConnectedClock;
  };
  /** The account's faults. */
  readonly faults: {
    /** Arms a fault for this account only. */
    arm(fault: FaultBody): Promise<FaultDocument>;
    /** The faults armed for this account. */
    list(): Promise<{ data: FaultDocument[] }>;
    /** Removes a fault that is armed for this account. */
    remove(id: string): Promise<{ removed: string }>;
    /** Removes those armed for this account. */
    clear(): Promise<RemovedFaults>;
  };
  /** Of this account: those of others are neither shown, repeated, held nor released. */
  readonly deliveries: {
    list(query?: Omit<DeliveriesQuery, 'account'>): Promise<DeliveriesPage>;
    /** Also ends at the time-out: `complete` says whether enough were made. */
    wait(query?: Omit<DeliveryWaitQuery, 'account'>): Promise<DeliveriesWaited>;
    redeliver(id: string): Promise<{ delivery: string }>;
    hold(): Promise<{ held: string }>;
    release(body?: Omit<ReleaseBody, 'account'>): Promise<{ released: string | string[] }>;
  };
  /** Collects events instead of sending them. */
  readonly webhooks: {
    /** Collects events of this account, as they would be sent. */
    collect(body?: Omit<CollectBody, 'account'>): Promise<Collector>;
  };
  /** Error reports that a test asks for. */
  readonly errorReports: {
    /** Makes an error report for this account; returns the whole event. */
    raise(body?: Omit<ErrorReportBody, 'account'>): Promise<object>;
  };
}

const OPTIONS = ['account', 'token'] as const satisfies readonly (keyof ConnectOptions)[];

/**
 * Connects to the mock at a URL. Throws a TypeError for a string that is not such a URL, and for an
 * account that no key could name. Rejected calls carry the server's own sentence.
 */
export function connectMeterMock(url: string, options: ConnectOptions = {}): ConnectedMeterMock {
  refuseOtherUrl(url);
  const unknown = Object.keys(options).filter((name) => !OPTIONS.includes(name as never));
  if (unknown.length > 0) throw new TypeError(strays(unknown, OPTIONS));
  if (options.account !== undefined && !/^[A-Za-z0-9]+$/.test(options.account)) {
    throw new TypeError(
      'account must consist of letters and digits, like the part of a key between sk_test_ and ' +
        `the next _; it is ${JSON.stringify(options.account)}`,
    );
  }
  const account = options.account ?? `t${randomBytes(8).toString('hex')}`;
  const call = caller(url, options.token);
  const get = <T>(path: string, query: object = {}) =>
    call<T>('GET', `${path}?${queryOf({ ...query, account })}`);
  return {
    url,
    account,
    key: `sk_test_${account}_key`,
    clientOptions: clientOptionsOf(url),
    ...onlyFor(account, { ...callsOf(call, get, account), ...webhooksOf(call, get, account) }),
    clock: {
      ...onlyFor(account, clockOf(call, `/clock?account=${account}`)),
      everyone: onlyFor(undefined, clockOf(call, '/clock')),
    },
  };
}

type Get = <T>(path: string, query?: object) => Promise<T>;
type WebhookCalls = Pick<ConnectedMeterMock, 'deliveries' | 'webhooks' | 'errorReports'>;
type OtherCalls = Omit<ConnectedMeterMock, keyof WebhookCalls | keyof Identity | 'clock'>;
type Identity = Pick<ConnectedMeterMock, 'url' | 'account' | 'key' | 'clientOptions'>;

function callsOf(call: Call, get: Get, account: string): OtherCalls {
  const own = queryOf({ account });
  return {
    events: (query) => get('/meter_events', query),
    requests: (query) => get('/requests', query),
    usage: (query) => get('/usage', query),
    waitForEvents: async (query) => {
      const waited = await get<Waited>('/meter_events/wait', query);
      if (!waited.complete) throw new WaitTimeoutError(waited);
      return waited.data;
    },
    loadFixtures: (document) => call('POST', `/fixtures?${own}`, document),
    reset: async () => void (await call('POST', `/reset?${own}`)),
    faults: {
      arm: (fault) => call('POST', `/faults?${own}`, fault),
      list: () => get('/faults'),
      remove: (id) => call('DELETE', `/faults/${encodeURIComponent(id)}?${own}`),
      clear: () => call('DELETE', `/faults?${own}`),
    },
  };
}

function webhooksOf(call: Call, get: Get, account: string): WebhookCalls {
  const wait = (query?: object) => get<DeliveriesWaited>('/deliveries/wait', query);
  const again = (id: string) =>
    `/deliveries/${encodeURIComponent(id)}/redeliver?${queryOf({ account })}`;
  return {
    deliveries: {
      list: (query) => get('/deliveries', query),
      wait,
      redeliver: (id) => call('POST', again(id)),
      hold: () => call('POST', '/deliveries/hold', { account }),
      release: (body) => call('POST', '/deliveries/release', { ...body, account }),
    },
    webhooks: {
      collect: async (body) => {
        const collected = { ...body, account };
        const document = await call<CollectorDocument>('POST', '/webhooks/collect', collected);
        return collectorOf(document, wait, (id) => call('DELETE', `/webhooks/${id}`));
      },
    },
    errorReports: { raise: (body) => call('POST', '/error_reports', { ...body, account }) },
  };
}

/** Checked by hand, since `localhost:12111` is a valid URL as well, with the scheme `localhost`. */
function refuseOtherUrl(url: string): void {
  if (/^https?:\/\/[^/?#]+\/?$/.test(url) && URL.canParse(url)) return;
  const host = url.replace(/^\w+:\/\//, '').split(/[/?#]/, 1)[0] || '127.0.0.1:12111';
  throw new TypeError(
    `url takes the scheme, host and port of a mock, such as http://${host}; got ` +
      JSON.stringify(url),
  );
}

type Call = <T>(method: string, path: string, body?: object) => Promise<T>;

function clockOf(call: Call, path: string): ConnectedClock {
  return {
    state: () => call('GET', path),
    move: (body) => call('POST', path, body),
    advance: (seconds) => call('POST', path, { advance_seconds: seconds }),
  };
}

function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  ).toString();
}

function caller(url: string, token: string | undefined): Call {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const response = await fetch(`${url.replace(/\/$/, '')}/_mock${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: Error) => {
      throw new Error(`No stripe-meter-mock answers at ${url}.`, { cause });
    });
    const document = (await response.json()) as T & { error?: { message: string } };
    if (!response.ok && document.error !== undefined) throw new Error(document.error.message);
    return document;
  };
}
