/** Armed faults: which requests they fire for, and how often. */
import { isWithin } from '../../metering/account-name.ts';
import type { Submit } from '../../metering/door.ts';
import type { Announcer } from '../../metering/feed.ts';
import { Random } from '../../metering/random.ts';
import type { Facts } from '../endpoint.ts';
import type { Stage } from './effect.ts';
import { effectOf } from './effects.ts';
import type { FaultFacts, FaultMatch, FaultRule } from './rule.ts';

/** A fault in the list, with what it has done so far. */
export interface ArmedFault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Matching requests let through so far because of `skip`. */
  readonly skipped: number;
  /** How often it has fired. */
  readonly fired: number;
}

/** The commands that change the armed faults. */
export interface FaultCommands {
  arm_fault: { readonly id: string; readonly rule: FaultRule };
  remove_fault: { readonly id: string };
  /** Removes all, or those armed for one account and its connected accounts. */
  clear_faults: { readonly account: string | undefined };
  /** Fires the first fault that matches a request at a stage, and counts it. */
  fire_fault: {
    readonly stage: Stage;
    readonly facts: FaultFacts;
    /** A 32-bit integer that decides for faults with a probability. */
    readonly chance: number;
  };
}

/** The outcome of each command. */
export interface FaultOutcomes {
  arm_fault: ArmedFault;
  /** The removed fault, if it existed. */
  remove_fault: ArmedFault | undefined;
  clear_faults: undefined;
  /** The fault that fired, if any. */
  fire_fault: ArmedFault | undefined;
}

/** The changes of faults that the feed announces. */
export interface FaultChange {
  readonly kind: 'fault_armed' | 'fault_fired' | 'fault_removed';
  readonly fault: ArmedFault;
}

/**
 * The armed faults, in the order they were armed. Faults are immutable: a change replaces the
 * object.
 */
export class ArmedFaults {
  readonly #feed: Announcer<FaultChange>;
  #armed: ArmedFault[] = [];
  #count = 0;
  #quiet = true;

  constructor(feed: Announcer<FaultChange>) {
    this.#feed = feed;
  }

  /** The id for the next fault to arm. */
  get nextId(): string {
    return `fault_${this.#count + 1}`;
  }

  /** All armed faults, including spent ones. */
  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  /** Whether no fault can fire any more, so that a request need not collect its facts. */
  get quiet(): boolean {
    return this.#quiet;
  }

  /** Arms a rule. Of several that match, the first armed fires. */
  arm({ id, rule }: FaultCommands['arm_fault']): ArmedFault {
    const fault: ArmedFault = { id, rule, skipped: 0, fired: 0 };
    this.#count++;
    this.#put([...this.#armed, fault]);
    this.#feed.publish({ kind: 'fault_armed', fault });
    return fault;
  }

  remove({ id }: FaultCommands['remove_fault']): ArmedFault | undefined {
    const fault = this.#armed.find((each) => each.id === id);
    if (fault === undefined) return undefined;
    this.#put(this.#armed.filter((each) => each !== fault));
    this.#feed.publish({ kind: 'fault_removed', fault });
    return fault;
  }

  clear({ account }: FaultCommands['clear_faults']): undefined {
    const isCleared = ({ rule }: ArmedFault) =>
      account === undefined || isWithin(rule.match.account, account);
    const removed = this.#armed.filter(isCleared);
    this.#put(this.#armed.filter((fault) => !isCleared(fault)));
    for (const fault of removed) this.#feed.publish({ kind: 'fault_removed', fault });
  }

  fire({ stage, facts, chance }: FaultCommands['fire_fault']): ArmedFault | undefined {
    const random = new Random(chance); // each matching fault draws separately
    for (const fault of this.#armed) {
      if (!canFire(fault, stage, facts)) continue;
      if (fault.skipped < fault.rule.skip) {
        this.#replace(fault, { ...fault, skipped: fault.skipped + 1 });
        continue;
      }
      if (fault.rule.probability < 1 && !random.chance(fault.rule.probability)) continue;
      const fired = this.#replace(fault, { ...fault, fired: fault.fired + 1 });
      this.#feed.publish({ kind: 'fault_fired', fault: fired });
      return fired;
    }
    return undefined;
  }

  #replace(old: ArmedFault, fault: ArmedFault): ArmedFault {
    this.#put(this.#armed.map((each) => (each === old ? fault : each)));
    return fault;
  }

  #put(armed: ArmedFault[]): void {
    this.#armed = armed;
    this.#quiet = armed.every(isSpent);
  }
}

function isSpent({ rule, fired }: ArmedFault): boolean {
  return rule.times !== null && fired >= rule.times;
}

/** Whether a fault matches a request at a stage, and is not spent. */
function canFire(fault: ArmedFault, stage: Stage, facts: FaultFacts): boolean {
  const effect = effectOf(fault.rule.effect);
  if (effect.stage !== stage || isSpent(fault)) return false;
  if (effect.paths !== undefined && !effect.paths.includes(facts.path)) return false;
  return matches(fault.rule, facts);
}

function matches({ match }: FaultRule, facts: FaultFacts): boolean {
  const { method, path, account } = match;
  if (method !== undefined && method !== facts.method) return false;
  if (path !== undefined && !matchesPath(path, facts.path)) return false;
  if (account !== undefined && !isWithin(facts.account, account)) return false;
  const { eventType } = match;
  if (eventType !== undefined && !matchesPath(eventType, facts.eventType ?? '')) return false;
  return (
    EVENT_FACTS.every((name) => match[name] === undefined) || facts.events.some(matchesEvent(match))
  );
}

const EVENT_FACTS = ['eventName', 'customer', 'identifier'] as const;

/** Whether a fault matches an event. */
function matchesEvent(match: FaultMatch): (event: Facts) => boolean {
  return (event) =>
    EVENT_FACTS.every((name) => match[name] === undefined || match[name] === event[name]);
}

/** Whether a path matches a pattern: a `*` at its end matches anything. */
export function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Submits a command that changes the armed faults. */
export type SubmitFault = Submit<FaultCommands, FaultOutcomes>;
