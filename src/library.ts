/** The mock as a library: started inside a test run, on a free port. */

import { bareHost } from './address.ts';
import { collectorOf } from './control/collect-control.ts';
import type { MockControls } from './control/verbs.ts';
import type { CollectBody, Collector } from './documents/delivery-document.ts';
import type { EventDocument, Waited, WaitQuery } from './documents/event-document.ts';
import { silentLog, stderrLog } from './log.ts';
import { type MeterMockOptions, readOptions } from './options.ts';
import { startServer } from './server.ts';

/** Options for `new Stripe(key, clientOptions)`. */
export interface ClientOptions {
  /** An address, without brackets around IPv6. */
  readonly host: string;
  /** The port, a number. */
  readonly port: number;
  /** No TLS. */
  readonly protocol: 'http';
}

/** A running mock. */
export interface MeterMock extends MockControls, AsyncDisposable {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Options for `new Stripe(key, clientOptions)`. */
  readonly clientOptions: ClientOptions;
  /**
   * Resolves with the newest `count` matching events, as soon as there are that many. Rejects with
   * a WaitTimeoutError after the time-out.
   */
  waitForEvents(query?: WaitQuery): Promise<EventDocument[]>;
  /** Collects events instead of sending them. */
  readonly webhooks: {
    /** Collects events, as they would be sent, to be handed to a handler in this process. */
    collect(body?: CollectBody): Collector;
  };
  /** Closes the server. Calling it twice is fine. */
  close(): Promise<void>;
}

/** Not enough events arrived in time. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  /** How many matched. */
  readonly matched: number;
  /** The events that matched, newest first. */
  readonly events: readonly EventDocument[];

  constructor({ missing, matched, data }: Waited) {
    super(missing ?? '');
    this.matched = matched;
    this.events = data;
  }
}

/**
 * Starts a mock. Several can run in one process; none keeps the process alive. Rejects with an
 * OptionsError for an invalid setting, a FixtureError for an invalid fixture, and with Node's error
 * if it cannot listen.
 */
export async function startMeterMock(options: MeterMockOptions = {}): Promise<MeterMock> {
  const settings = readOptions(options, { port: 0, logLevel: 'silent' });
  const log = settings.logLevel === 'silent' ? silentLog : (await stderrLog(settings.logLevel)).log;
  const { url, verbs, close, unref } = await startServer(settings, log);
  unref();
  return {
    ...verbs,
    url,
    clientOptions: clientOptionsOf(url),
    waitForEvents: async (query) => {
      const waited = await verbs.waitForEvents(query);
      if (!waited.complete) throw new WaitTimeoutError(waited);
      return waited.data;
    },
    webhooks: {
      collect: (body) => {
        const { collect, remove } = verbs.webhooks;
        return collectorOf(collect(body), verbs.deliveries.wait, remove);
      },
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The options of stripe-node for a server at that URL. */
export function clientOptionsOf(url: string): ClientOptions {
  return { host: bareHost(url), port: Number(new URL(url).port), protocol: 'http' };
}
