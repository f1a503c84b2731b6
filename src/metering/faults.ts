/** Armed faults: which requests they strike, how often, and with what. */
import { isWithin } from './account.ts';
import type { Random } from './random.ts';

/** Where in the life of a request a fault acts: before idempotency, around the endpoint, or on the answer's way back. */
export type Stage = 'arrival' | 'endpoint' | 'answer';

/** What can go wrong, and where it does. */
export const EFFECTS = {
  rate_limit: 'arrival',
  lock_timeout: 'arrival',
  idempotency_key_in_use: 'arrival',
  service_unavailable: 'arrival',
  respond: 'arrival',
  connection_reset: 'arrival',
  delay: 'arrival',
  api_error: 'endpoint',
  api_error_after_recording: 'endpoint',
  success_without_recording: 'endpoint',
  response_lost: 'answer',
} as const satisfies Record<string, Stage>;

export type Effect = keyof typeof EFFECTS;

/** What a fault does. */
export interface Strike {
  readonly effect: Effect;
  readonly stage: Stage;
  /** Milliseconds of real time to wait first. */
  readonly delayMs: number;
  /** `rate_limit`: the value of `Stripe-Rate-Limited-Reason`. */
  readonly rateLimitedReason: string;
  /** `respond`: the answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Which requests a fault is for. What is absent matches all. */
export interface FaultMatch {
  readonly method?: string | undefined;
  /** The path of the URL; a `*` at its end stands for any rest. */
  readonly path?: string | undefined;
  readonly account?: string | undefined;
  readonly eventName?: string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
}

/** What a request shows of itself to be matched. */
export type FaultFacts = { readonly [Key in keyof FaultMatch]: string | undefined };

/** A fault as armed. */
export interface FaultRule extends Strike {
  readonly match: FaultMatch;
  /** How many matching requests to let pass first. */
  readonly skip: number;
  /** How often to strike; null for ever. */
  readonly times: number | null;
  /** The chance, 0 to 1, that a matching request is struck. */
  readonly probability: number;
}

/** A fault in the list, with what it did so far. */
export interface ArmedFault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Matching requests let pass so far because of `skip`. */
  skipped: number;
  /** How often it struck. */
  struck: number;
}

/** The armed faults, in the order they were armed. */
export class Faults {
  readonly #random: Random;
  #armed: ArmedFault[] = [];
  #count = 0;

  /** @param random decides where a probability is given */
  constructor(random: Random) {
    this.#random = random;
  }

  /** Arms a rule. The first armed that fits strikes first. */
  arm(rule: FaultRule): ArmedFault {
    const fault: ArmedFault = { id: `fault_${++this.#count}`, rule, skipped: 0, struck: 0 };
    this.#armed.push(fault);
    return fault;
  }

  /** All that are armed, spent ones too. */
  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  /** Removes one; whether it was there. */
  remove(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((fault) => fault.id !== id);
    return this.#armed.length < before;
  }

  /** Removes all, or those armed for one account only. */
  clear(account?: string): void {
    this.#armed = account === undefined ? [] : this.#armed.filter((fault) => fault.rule.match.account !== account);
    if (account === undefined) this.#random.reset();
  }

  /** Whether any fault could strike: lets a request skip the look at its facts. */
  get quiet(): boolean {
    return this.#armed.length === 0;
  }

  /** The fault that strikes this request at this stage, if any; counts it. */
  strike(stage: Stage, facts: FaultFacts): ArmedFault | undefined {
    for (const fault of this.#armed) {
      if (fault.rule.stage === stage && matches(fault.rule, facts) && this.#falls(fault)) {
        fault.struck++;
        return fault;
      }
    }
    return undefined;
  }

  #falls(fault: ArmedFault): boolean {
    const { times, skip, probability } = fault.rule;
    if (times !== null && fault.struck >= times) return false;
    if (fault.skipped < skip) {
      fault.skipped++;
      return false;
    }
    return probability >= 1 || this.#random.chance(probability);
  }
}

function matches({ match, effect }: FaultRule, facts: FaultFacts): boolean {
  const { path, account, ...exact } = match;
  if (path !== undefined && !matchesPath(path, facts.path ?? '')) return false;
  if (account !== undefined && !isWithin(facts.account, account)) return false;
  if (effect === 'success_without_recording' && facts.eventName === undefined) return false; // only a meter event can go unrecorded
  return (Object.keys(exact) as (keyof typeof exact)[]).every((key) => exact[key] === undefined || exact[key] === facts[key]);
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
