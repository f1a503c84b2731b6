/** The meters of one account: what is measured, and how (docs/stripe/meters.md). */

export type Formula = 'count' | 'last' | 'sum';
export type EventTimeWindow = 'day' | 'hour';

/** The definition of a meter. */
export interface MeterDefinition {
  readonly displayName: string;
  readonly eventName: string;
  readonly formula: Formula;
  /** The payload key that names the customer. */
  readonly customerKey: string;
  /** The payload key that holds the value. */
  readonly valueKey: string;
  /**
   * The time window within which only the last event to arrive counts; null if every event counts.
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
  /** Whether the mock created it itself, for an event with an unknown name. */
  readonly madeByMock: boolean;
}

/** The payload keys that a meter reads by default (docs/stripe/meters.md#parameters). */
export const DEFAULT_KEYS = { customerKey: 'stripe_customer_id', valueKey: 'value' } as const;

/**
 * Meters by id and, while active, by event name. Meters are immutable: a change replaces the
 * object.
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

  /** Whether any meter, active or not, has ever had that event name. */
  everNamed(eventName: string): boolean {
    return this.#idsByEventName.has(eventName);
  }

  /**
   * The ids of all meters, active or not, that have ever had that event name, the most recent last.
   */
  idsOf(eventName: string): readonly string[] {
    return this.#idsByEventName.get(eventName) ?? [];
  }

  /** The most recent meter with that event name, active or not. */
  lastNamed(eventName: string): Meter | undefined {
    return this.get(this.idsOf(eventName).at(-1) ?? '');
  }

  /** Adds a meter. `undefined` if its id is taken, or an active meter has its event name. */
  create(meter: Meter): Meter | undefined {
    const isNameTaken =
      meter.deactivatedAt === null && this.#activeByEventName.has(meter.eventName);
    if (isNameTaken || this.#byId.has(meter.id)) return undefined;
    const ids = this.#idsByEventName.get(meter.eventName);
    if (ids === undefined) this.#idsByEventName.set(meter.eventName, [meter.id]);
    else ids.push(meter.id);
    return this.#put(meter);
  }

  /** Changes the display name, the only field of a meter that can change. */
  rename(meter: Meter, displayName: string, nowSeconds: number): Meter {
    return this.#put({ ...meter, displayName, updated: nowSeconds });
  }

  /** Stops accepting events for it; its event name is free. */
  deactivate(meter: Meter, nowSeconds: number): Meter {
    this.#activeByEventName.delete(meter.eventName);
    return this.#put({ ...meter, deactivatedAt: nowSeconds, updated: nowSeconds });
  }

  /**
   * Accepts events again. GUESS: that `deactivatedAt` is null again (docs/stripe/meters.md#states).
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
