/** Generates ids: each kind has its own random sequence, so that one does not affect another. */
import { hash } from 'node:crypto';
import type { AccountName } from './account-name.ts';
import { Random } from './random.ts';

const BASE62 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The kinds of ids, each with its own sequence. */
const KINDS = [
  'request',
  'meter',
  'customer',
  'identifier',
  'product',
  'price',
  'subscription',
  'item',
  'invoice',
  'chance',
  'v2 request',
  'adjustment',
  'session',
  'token',
  'destination',
  'secret',
] as const;
type Kind = (typeof KINDS)[number];

/** Draws ids for commands. With a seed, the same draws give the same ids in every run. */
export class Ids {
  readonly #streams: Record<Kind, Random>;
  /** Whether ids can repeat those of another run, or from before a reset. */
  readonly isSeeded: boolean;

  /** @param seed a 32-bit integer; random if absent */
  constructor(seed: number | undefined) {
    const stream = (kind: string) =>
      new Random(seed === undefined ? undefined : seedOf(seed, kind));
    this.isSeeded = seed !== undefined;
    const streams = KINDS.map((kind) => [kind, stream(kind)] as const);
    this.#streams = Object.fromEntries(streams) as Record<Kind, Random>;
  }

  /** Draws until an id is free: with a seed, a loaded state may already use the next ids. */
  fresh(draw: (ids: Ids) => string, isTaken: (id: string) => boolean): string {
    let id = draw(this);
    while (isTaken(id)) id = draw(this);
    return id;
  }

  /** `req_` and 14 characters (docs/stripe/requests.md#response-headers). */
  request(): string {
    return `req_${this.#streams.request.token(14)}`;
  }

  /** `req_v2` and 15 characters (docs/stripe/v2.md#response-headers). */
  requestV2(): string {
    return `req_v2${this.#streams['v2 request'].token(15)}`;
  }

  /** `mtr_test_61…41…`: 32 characters with the fixed pairs that recorded ids have. */
  meter(livemode: boolean): string {
    return meterId(livemode, this.#streams.meter.token(15), this.#streams.meter.token(13));
  }

  /** `cus_` and 14 characters. */
  customer(): string {
    return `cus_${this.#streams.customer.token(14)}`;
  }

  /**
   * The id of a v2 adjustment. GUESS: everything after the prefix (docs/stripe/v2.md#adjustments).
   */
  adjustment(livemode: boolean): string {
    return `mtr_event_adj_${livemode ? '' : 'test_'}${this.#streams.adjustment.token(32)}`;
  }

  /** The id of a meter event session. GUESS: all of it (docs/stripe/v2-streams.md#sessions). */
  session(livemode: boolean): string {
    return `mes_${livemode ? '' : 'test_'}${this.#streams.session.token(44)}`;
  }

  /**
   * The token of a meter event session. GUESS: its length and characters
   * (docs/stripe/v2-streams.md#sessions).
   */
  sessionToken(): string {
    return `token_${this.#streams.token.token(64)}`;
  }

  /**
   * A version 4 UUID. GUESS: that Stripe's generated identifiers are
   * (docs/stripe/meter-events.md#parameters).
   */
  identifier(): string {
    return this.#streams.identifier.uuid();
  }

  /** `prod_` and 14 characters (docs/stripe/prices-and-products.md#amounts). */
  product(): string {
    return `prod_${this.#streams.product.token(14)}`;
  }

  /** `price_1` and 23 characters. */
  price(): string {
    return `price_1${this.#streams.price.token(23)}`;
  }

  /** `sub_1` and 23 characters. */
  subscription(): string {
    return `sub_1${this.#streams.subscription.token(23)}`;
  }

  /** The id of a subscription item: `si_` and 14 characters. */
  item(): string {
    return `si_${this.#streams.item.token(14)}`;
  }

  /**
   * For an invoice preview and its lines: 24 characters, to follow `upcoming_in_` and `il_tmp_`.
   */
  invoicePart(): string {
    return `1${this.#streams.invoice.token(23)}`;
  }

  /** The id of an event destination (docs/stripe/event-destinations.md#object). */
  eventDestination(livemode: boolean): string {
    const { destination } = this.#streams;
    const parts = [destination.token(15), destination.token(7), destination.token(16)] as const;
    return `${livemode ? 'ed_' : 'ed_test_'}61${parts[0]}16${parts[1]}SQ${parts[2]}`;
  }

  /** `we_1` and 23 characters (docs/stripe/event-destinations.md#webhook-endpoints). */
  webhookEndpoint(): string {
    return `we_1${this.#streams.destination.token(23)}`;
  }

  /** The id of a destination that only collects, which Stripe does not have. */
  collector(): string {
    return `collector_${this.#streams.destination.token(14)}`;
  }

  /**
   * The secret that signs deliveries: `whsec_` and 32 characters. GUESS: the length
   * (docs/stripe/events.md#signatures).
   */
  webhookSecret(): string {
    return `whsec_${this.#streams.secret.token(32)}`;
  }

  /** A 32-bit integer that decides whether a fault with a probability fires. */
  chance(): number {
    return this.#streams.chance.int32();
  }

  /** For a full reset: restarts the sequences, but only with a seed. Otherwise ids never repeat. */
  reset(): void {
    if (this.isSeeded) for (const stream of Object.values(this.#streams)) stream.reset();
  }
}

/** The inputs of the id of a meter created by an event; this id is not drawn. */
export interface MadeMeter {
  readonly seed: number;
  /** The generation of the account: changes with each reset. */
  readonly generation: string;
  readonly account: AccountName;
  readonly eventName: string;
}

/** The id of a meter created by an event. */
export function madeMeterId({ seed, generation, account, eventName }: MadeMeter): string {
  const { account: name, livemode } = account;
  const text = JSON.stringify([seed, generation, name, livemode, eventName]);
  const digits = [...hash('sha256', text, 'buffer')].map((byte) => BASE62[byte % 62]);
  return meterId(livemode, digits.slice(0, 15).join(''), digits.slice(15, 28).join(''));
}

/** The inputs of the id of an event that Stripe sends; this id is not drawn. */
export interface MadeEvent {
  readonly seed: number;
  /** Its number among all events. */
  readonly number: number;
  readonly livemode: boolean;
}

/** `evt_test_65…16…SQ…` (docs/stripe/events.md#thin-notifications). */
export function thinEventId(made: MadeEvent): string {
  const text = eventText('thin', made);
  const prefix = made.livemode ? 'evt_' : 'evt_test_';
  return `${prefix}65${text.slice(0, 17)}16${text.slice(17, 24)}SQ${text.slice(24, 40)}`;
}

/** `evt_1` and 23 characters (docs/stripe/events.md#snapshot-events). */
export function snapshotEventId(made: MadeEvent): string {
  return `evt_1${eventText('snapshot', made).slice(0, 23)}`;
}

function eventText(form: string, { seed, number }: MadeEvent): string {
  const bytes = hash('sha512', JSON.stringify([seed, form, number]), 'buffer');
  return Array.from(bytes, (byte) => BASE62[byte % 62]).join('');
}

function meterId(livemode: boolean, first: string, second: string): string {
  return `${livemode ? 'mtr_' : 'mtr_test_'}61${first}41${second}`;
}

function seedOf(seed: number, kind: string): number {
  return hash('sha256', `${seed} ${kind}`, 'buffer').readInt32LE();
}
