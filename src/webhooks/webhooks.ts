/**
 * Events that Stripe sends, their destinations, and their deliveries. Every change is a command,
 * except the events that follow from what metering announces. Nothing here sends anything: see
 * `deliverer.ts`.
 */
import type { AccountName } from '../metering/account-name.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Appliers, Apply, CommandOf } from '../metering/door.ts';
import type { Engine } from '../metering/engine.ts';
import type { MeterEvent } from '../metering/event.ts';
import type { Announcer } from '../metering/feed.ts';
import type { MeteringChange } from '../metering/metering-changes.ts';
import { Deliveries } from './deliveries.ts';
import type { Delivery } from './delivery.ts';
import type { Destination } from './destination.ts';
import { Destinations } from './destinations.ts';
import { ErrorWindows, type MeterErrors, type WindowRange } from './error-windows.ts';
import { EventStore } from './event-store.ts';
import { Maker, METER_CHANGES, type MeterChange } from './maker.ts';
import type { StripeEvent } from './stripe-event.ts';
import type { WebhookChange, WebhookCommands, WebhookOutcomes } from './webhook-commands.ts';

/** Dependencies and settings of webhooks. */
export interface WebhooksOptions {
  readonly clocks: Clocks;
  readonly feed: Announcer<WebhookChange> & WebhookFeed;
  /** For queries only. */
  readonly engine: Engine;
  /** The seed of the ids of events. */
  readonly seed: number;
  /** Whether a full reset restarts the ids from the beginning, instead of continuing them. */
  readonly isSeeded: boolean;
  /** How long invalid events are gathered, in milliseconds; 0 reports each one at once. */
  readonly windowMs: number;
  /** How long after the end of its window a report is made, in milliseconds. */
  readonly reportDelayMs: number;
  /** The destinations of the settings, which no reset removes. */
  readonly configured: readonly Destination[];
}

/** The changes of metering that make events. */
const HEARD = ['event_found_invalid', ...METER_CHANGES] as const;
type InvalidFound = Extract<MeteringChange, { readonly isHistory: boolean }>;
type Heard = InvalidFound | MeterChange;
/** A feed that includes these changes. */
export interface WebhookFeed {
  listen(kinds: typeof HEARD, listener: (change: Heard) => void): () => void;
}

/** Applies commands and answers queries. */
export class Webhooks {
  readonly options: WebhooksOptions;
  readonly apply: Apply<WebhookCommands, WebhookOutcomes>;
  readonly destinations: Destinations;
  readonly deliveries = new Deliveries();
  readonly events = new EventStore();
  readonly #windows: ErrorWindows;
  readonly #maker: Maker;

  constructor(options: WebhooksOptions) {
    this.options = options;
    this.destinations = new Destinations(options.configured);
    this.#windows = new ErrorWindows(options.windowMs);
    this.#maker = new Maker(options.seed);
    const appliers = this.#appliersOf();
    this.apply = ((command: CommandOf<WebhookCommands>) =>
      (appliers[command.kind] as (given: typeof command) => unknown)(command)) as Apply<
      WebhookCommands,
      WebhookOutcomes
    >;
    options.feed.listen(HEARD, (change) => this.#hear(change));
  }

  /** Forgets an account with its connected accounts, or all. */
  reset(account: string | undefined): void {
    this.destinations.forget(account);
    this.deliveries.forget(account);
    this.events.forget(account);
    this.#windows.forget(account);
    if (account !== undefined || !this.options.isSeeded) return;
    this.#maker.restart();
    this.deliveries.restart();
  }

  #appliersOf(): Appliers<WebhookCommands, WebhookOutcomes> {
    return {
      create_destination: ({ destination }) => this.#create(destination),
      change_destination: ({ destination }) => this.#change(destination),
      delete_destination: ({ id, account }) => this.#delete(id, account),
      ping_destination: (command) => this.#ping(command),
      raise_error_report: (command) => this.#raise(command),
      record_attempt: (command) => this.#recordAttempt(command),
      redeliver: (command) => this.#redeliver(command),
      hold_deliveries: ({ account }) => this.#hold(account),
      release_deliveries: (command) => this.#release(command),
    };
  }

  #hear(change: Heard): void {
    if ('meter' in change) {
      for (const event of this.#maker.ofMeter(change)) this.#send(event);
    } else if (!change.isHistory) this.#gather(change.event);
  }

  /** Adds an invalid event to its window, or reports it at once. */
  #gather(event: MeterEvent): void {
    const range = this.#windows.add(event);
    if (range === undefined) return;
    const account = { account: event.account, livemode: event.livemode };
    if (this.options.windowMs === 0) {
      this.#report(account, range, event.receivedMs);
      return;
    }
    const moment = { account: account.account, what: 'report invalid events' };
    const run = (atMs: number): undefined => this.#report(account, range, atMs);
    const atMs = range.endMs + this.options.reportDelayMs;
    this.options.clocks.schedule({ ...moment, atMs, run }, event.receivedMs);
  }

  #report(account: AccountName, range: WindowRange, atMs: number): undefined {
    for (const errors of this.#windows.take(account, range)) {
      this.#send(this.#reportOf(account, errors, range, atMs));
    }
  }

  #reportOf(account: AccountName, errors: MeterErrors, range: WindowRange, atMs: number) {
    const data = { errorTypes: errors.errorTypes, ...range };
    return this.#maker.errorReport(account, errors.meterId, data, atMs);
  }

  /** Keeps an event, and makes a delivery of it for each destination that wants it. */
  #send(event: StripeEvent): void {
    const wanting = this.destinations.wanting(event);
    this.events.add(event, wanting.length);
    for (const destination of wanting) this.#deliver(event, destination, event.createdMs);
  }

  #deliver(event: StripeEvent, to: Destination, nowMs: number, isManual = false): Delivery {
    const { delivery, dropped } = this.deliveries.add(event, to, nowMs, isManual);
    const { feed } = this.options;
    if (dropped !== undefined) feed.publish({ kind: 'delivery_dropped', delivery: dropped });
    feed.publish({ kind: 'delivery_due', destinationId: to.id });
    return delivery;
  }

  #create(destination: Destination): Destination | undefined {
    const { id, account } = destination;
    if (this.destinations.find(id, account) !== undefined) return undefined;
    this.destinations.put(destination);
    return destination;
  }

  #change(destination: Destination): Destination | 'not_found' {
    const { id, account } = destination;
    if (this.destinations.find(id, account) === undefined) return 'not_found';
    this.destinations.put(destination);
    return destination;
  }

  #delete(id: string, account: string | undefined): Destination | 'not_found' {
    const destination = this.destinations.find(id, account);
    if (destination === undefined) return 'not_found';
    this.destinations.remove(destination);
    return destination;
  }

  #ping({ account, id, cause, atMs }: WebhookCommands['ping_destination']) {
    const destination = this.destinations.get('event_destination', account, id);
    if (destination === undefined) return 'not_found';
    if (!destination.isEnabled) return 'disabled';
    const event = this.#maker.ping(account, id, cause, atMs);
    this.events.add(event, 1);
    this.#deliver(event, destination, atMs);
    return event;
  }

  #raise({ account, meterId, errorTypes, atMs }: WebhookCommands['raise_error_report']) {
    const { meters } = this.options.engine.account(account);
    if (meterId !== null && meters.get(meterId) === undefined) return 'no_such_meter';
    const range = this.#windows.rangeAt(atMs);
    const event = this.#reportOf(account, { meterId, errorTypes }, range, atMs);
    this.#send(event);
    return event;
  }

  #recordAttempt({ number, outcome, atMs }: WebhookCommands['record_attempt']): undefined {
    const delivery = this.deliveries.get(number);
    if (delivery?.status !== 'due') return; // a reset or newer ones removed it meanwhile
    if (outcome === 'canceled') this.deliveries.end(delivery, 'canceled');
    else if (outcome === 'failed') this.#retryLater(this.deliveries.failed(delivery), atMs);
    else {
      this.deliveries.succeeded(delivery);
      if (!delivery.isManual) this.events.settle(delivery.event.id);
    }
  }

  #retryLater({ number, event, nextMs }: Delivery, atMs: number): void {
    if (nextMs === null) return;
    const { account } = event.account;
    const run = (): undefined => this.#retry(number);
    const moment = { account, what: 'deliver an event again', atMs: nextMs, run };
    this.options.clocks.schedule(moment, atMs);
  }

  /** A destination that is disabled or gone gets nothing (docs/stripe/events.md#retries). */
  #retry(number: number): undefined {
    const delivery = this.deliveries.get(number);
    if (delivery?.status !== 'later') return;
    const { id, account } = delivery.destination;
    if (!this.destinations.find(id, account)?.isEnabled) {
      this.deliveries.end(delivery, 'canceled');
      return;
    }
    this.deliveries.due(delivery);
    this.options.feed.publish({ kind: 'delivery_due', destinationId: id });
  }

  #redeliver({ number, atMs }: WebhookCommands['redeliver']): Delivery | 'not_found' {
    const delivery = this.deliveries.get(number);
    if (delivery === undefined) return 'not_found';
    const { id, account } = delivery.destination;
    const destination = this.destinations.find(id, account);
    if (destination === undefined) return 'not_found';
    return this.#deliver(delivery.event, destination, atMs, true);
  }

  #hold(account: string | undefined): undefined {
    this.deliveries.holds.hold(account);
    this.options.feed.publish({ kind: 'deliveries_held', account });
  }

  #release({ account, numbers }: WebhookCommands['release_deliveries']): number {
    if (numbers === undefined) this.deliveries.holds.end(account);
    else this.deliveries.release(numbers);
    const ids = this.deliveries.destinations();
    for (const destinationId of ids) {
      this.options.feed.publish({ kind: 'delivery_due', destinationId });
    }
    return numbers?.length ?? 0;
  }
}
