/** The meters of one account: what is measured, and how (docs/stripe/meters.md). */

export type Formula = 'count' | 'last' | 'sum';
export type EventTimeWindow = 'day' | 'hour';

/** What a meter is made from. */
export interface MeterDefinition {
  readonly displayName: string;
  readonly eventName: string;
  readonly formula: Formula;
  /** The payload key that names the customer. */
  readonly customerKey: string;
  /** The payload key that holds the value. */
  readonly valueKey: string;
  /**
   * The stretch of time in which only the last event to arrive counts; null when every event does.
   */
  readonly eventTimeWindow: EventTimeWindow | null;
  /** Payload keys that a preview of the API can group usage by: kept and shown, nothing more. */
  readonly dimensionPayloadKeys: readonly string[] | null;
}

/** A billing meter. Times in seconds. */
export interface Meter extends MeterDefinition {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  /** When it was deactivated; null while it is active. */
  readonly deactivatedAt: number | null;
  /** Whether the mock made it on its own, for an event whose name no meter had. */
  readonly madeByMock: boolean;
}

/** The keys that a meter reads when its maker named none (docs/stripe/meters.md#parameters). */
export const DEFAULT_KEYS = { customerKey: 'stripe_customer_id', valueKey: 'value' } as const;

/**
 * Meters by id and, while active, by event name. Meters are values: a change puts a new one in the
 * old one's place.
 */
export class Meters {
  readonly #byId = new Map<string, Meter>();
  readonly #activeByEventName = new Map<string, Meter>();
  readonly #idsByEventName = new Map<string, string[]>();

  /** All of them, oldest first. */
  all(): Meter[] {
    return [...this.#byId.values()];
  }

  /** How many there are, active or not. */
  get size(): number {
    return this.#byId.size;
  }

  /** The meter of that id, active or not. */
  get(id: string): Meter | undefined {
    return this.#byId.get(id);
  }

  /** The one active meter for events of that name. */
  active(eventName: string): Meter | undefined {
    return this.#activeByEventName.get(eventName);
  }

  /** Whether a meter ever had that event name, active or not. */
  everNamed(eventName: string): boolean {
    return this.#idsByEventName.has(eventName);
  }

  /**
   * The ids of the meters that ever had that event name, active or not; the last to have it last.
   */
  idsOf(eventName: string): readonly string[] {
    return this.#idsByEventName.get(eventName) ?? [];
  }

  /** The meter that had that event name last, active or not. */
  lastNamed(eventName: string): Meter | undefined {
    return this.get(this.idsOf(eventName).at(-1) ?? '');
  }

  /**
   * Puts a meter in, as it is. `undefined` when its id is taken, or an active meter has its event
   * name.
   */
  create(meter: Meter): Meter | undefined {
    const isNameTaken =
      meter.deactivatedAt === null && this.#activeByEventName.has(meter.eventName);
    if (isNameTaken || this.#byId.has(meter.id)) return undefined;
    const ids = this.#idsByEventName.get(meter.eventName);
    if (ids === undefined) this.#idsByEventName.set(meter.eventName, [meter.id]);
    else ids.push(meter.id);
    return this.#put(meter);
  }

  /** Changes the display name: nothing else of a meter ever changes. */
  rename(meter: Meter, displayName: string, nowSeconds: number): Meter {
    return this.#put({ ...meter, displayName, updated: nowSeconds });
  }

  /** No event is taken for it any more; its event name is free. */
  deactivate(meter: Meter, nowSeconds: number): Meter {
    this.#activeByEventName.delete(meter.eventName);
    return this.#put({ ...meter, deactivatedAt: nowSeconds, updated: nowSeconds });
  }

  /**
   * Events are taken again. GUESS: that `deactivatedAt` is null again
   * (docs/stripe/meters.md#states).
   */
  reactivate(meter: Meter, nowSeconds: number): Meter {
    const ids = this.#idsByEventName.get(meter.eventName) as string[];
    ids.push(...ids.splice(ids.indexOf(meter.id), 1));
    return this.#put({ ...meter, deactivatedAt: null, updated: nowSeconds });
  }

  #put(meter: Meter): Meter {
    this.#byId.set(meter.id, meter);
    if (meter.deactivatedAt === null) this.#activeByEventName.set(meter.eventName, meter);
    return meter;
  }
}
