/** The faults that fire for one request. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ids } from '../../metering/ids.ts';
import type { MaybePromise } from '../../metering/maybe-promise.ts';
import type { Answer, Broken } from '../answer.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Exchange } from '../exchange.ts';
import { Refusal } from '../refusal.ts';
import type { ArmedFaults, SubmitFault } from './armed-faults.ts';
import type { Effect, Stage } from './effect.ts';
import { effectOf } from './effects.ts';
import type { FaultFacts, FaultRule } from './rule.ts';

/** Dependencies of the faults of a request. */
export interface RequestFaultsOptions {
  readonly faults: ArmedFaults;
  readonly ids: Ids;
  readonly submit: SubmitFault;
}

/** The request, as faults match it. */
export interface FaultTarget {
  readonly exchange: Exchange;
  readonly endpoint: Endpoint;
  /** The decoded parameters, if they could be decoded. */
  readonly body: unknown;
}

type EffectAt<S extends Stage> = Extract<Effect, { stage: S }>;
/** A firing fault: its effect and its settings. */
type Firing<S extends Stage> = { readonly effect: EffectAt<S>; readonly settings: never };

/** Checks at each stage whether a fault fires. */
export class RequestFaults {
  readonly #options: RequestFaultsOptions;
  readonly #target: FaultTarget;
  readonly #asked: FaultRule | undefined;
  #hasFired = false;

  /**
   * @param asked the fault requested by the request's own header, in which case armed ones do not
   * fire
   */
  constructor(options: RequestFaultsOptions, target: FaultTarget, asked: FaultRule | undefined) {
    this.#options = options;
    this.#target = target;
    this.#asked = asked;
  }

  /** Runs the layers after the rate limiter, with the faults that fire before and after them. */
  async around(layers: () => MaybePromise<Answer>): Promise<Answer | Broken> {
    const instead = await this.#onArrival();
    if (instead !== undefined) return instead;
    const answer = await layers();
    if (!answer.passedIdempotency) return answer;
    const firing = await this.#at('answer');
    return firing === undefined ? answer : firing.effect.act(answer, firing.settings);
  }

  /** Runs an endpoint, or the fault that fires around it. */
  async endpoint(
    execute: (how: { readonly discard: boolean }) => MaybePromise<unknown>,
  ): Promise<unknown> {
    const firing = await this.#at('endpoint');
    if (firing === undefined) return execute({ discard: false });
    return firing.effect.act(this.#request, execute, firing.settings);
  }

  /** The faults before the idempotency layer; a delay may precede another fault. */
  async #onArrival(): Promise<Answer | Broken | undefined> {
    const firing = await this.#at('arrival');
    if (firing === undefined) return undefined;
    const instead = firing.effect.act(this.#request, firing.settings);
    if (instead === undefined) return undefined;
    this.#hasFired = true;
    const { exchange, endpoint } = this.#target;
    if (!(instead instanceof Refusal)) return instead;
    return endpoint.dialect.write(instead, exchange, false);
  }

  get #request() {
    const { exchange, endpoint } = this.#target;
    return { exchange, refusals: endpoint.dialect.refusals };
  }

  /** The fault that fires at that stage, after its delay. */
  async #at<S extends Stage>(stage: S): Promise<Firing<S> | undefined> {
    const rule = this.#hasFired ? undefined : await this.#find(stage);
    if (rule === undefined) return undefined;
    this.#target.exchange.fault = rule.effect;
    this.#hasFired = stage !== 'arrival';
    // A delay does not keep the process alive.
    if (rule.delayMs > 0) await sleep(rule.delayMs, undefined, { ref: false });
    return { effect: effectOf(rule.effect) as EffectAt<S>, settings: rule.settings as never };
  }

  async #find(stage: Stage): Promise<FaultRule | undefined> {
    const { faults, ids, submit } = this.#options;
    const asked = this.#asked;
    if (asked !== undefined) return effectOf(asked.effect).stage === stage ? asked : undefined;
    if (faults.quiet) return undefined;
    const command = {
      kind: 'fire_fault',
      stage,
      facts: this.#facts(),
      chance: ids.chance(),
    } as const;
    return (await submit(command))?.rule;
  }

  #facts(): FaultFacts {
    const { exchange, endpoint, body } = this.#target;
    const { method, path, caller } = exchange;
    const isKnown = caller !== undefined && body !== undefined;
    const events = isKnown ? (endpoint.facts?.(body, caller) ?? []) : [];
    return { method, path, account: caller?.account, events: [events].flat() };
  }
}
