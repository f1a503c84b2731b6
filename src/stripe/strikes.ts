/** The faults that strike one request, and what a client sees of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultFacts, FaultRule, Faults, Stage, Strike } from '../metering/faults.ts';
import { type Answer, toAnswer } from './answers.ts';
import { idempotencyErrors, overloadErrors } from './errors.ts';
import type { Eventually } from './eventually.ts';
import type { Exchange } from './exchange.ts';
import type { Endpoint } from './pipeline.ts';

/** An answer that never arrives: the connection is reset before anything happened, or closed after everything did. */
export type Broken = 'reset' | 'lost';

/** What a proxy in front of Stripe says when nobody answers it. */
const UNAVAILABLE =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** Asks at each stage whether a fault strikes. */
export class Strikes {
  readonly #exchange: Exchange;
  readonly #faults: Faults;
  readonly #asked: FaultRule | undefined;
  readonly #factsOf: Endpoint['facts'];
  #isStruck = false;

  /** @param asked the fault that the request's own header asks for: then armed ones do not strike */
  constructor(exchange: Exchange, faults: Faults, asked: FaultRule | undefined, factsOf: Endpoint['facts']) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#asked = asked;
    this.#factsOf = factsOf;
  }

  /** Runs the layers behind the rate limiter between what strikes before them and what strikes after them. */
  async around(layers: () => Eventually<Answer>): Promise<Answer | Broken> {
    const struck = await this.#onArrival();
    if (struck !== undefined) return struck;
    const answer = await layers();
    return answer.passedIdempotency && (await this.at('answer')) !== undefined ? 'lost' : answer;
  }

  /** What strikes at that stage, after its delay. */
  async at(stage: Stage): Promise<Strike | undefined> {
    const strike = this.#isStruck ? undefined : this.#find(stage);
    if (strike === undefined) return undefined;
    this.#exchange.fault = strike.effect;
    this.#isStruck = strike.effect !== 'delay'; // a delay may come before another; of all others one strikes
    if (strike.delayMs > 0) await sleep(strike.delayMs, undefined, { ref: false }); // a delay keeps no process alive
    return strike;
  }

  /** What strikes before the idempotency layer, as the answer that the client gets instead. */
  async #onArrival(): Promise<Answer | Broken | undefined> {
    const strike = await this.at('arrival');
    if (strike === undefined || strike.effect === 'delay') return undefined;
    return strike.effect === 'connection_reset' ? 'reset' : this.#answerTo(strike);
  }

  #find(stage: Stage): Strike | undefined {
    if (this.#asked !== undefined) return this.#asked.stage === stage ? this.#asked : undefined;
    return this.#faults.quiet ? undefined : this.#faults.strike(stage, this.#facts())?.rule;
  }

  #facts(): FaultFacts {
    const { method, path, caller, params } = this.#exchange;
    const facts = caller !== undefined && params !== undefined ? this.#factsOf?.(params, caller) : undefined;
    return { method, path, account: caller?.account, customer: facts?.customer, eventName: facts?.eventName, identifier: facts?.identifier };
  }

  #answerTo(strike: Strike): Answer {
    const exchange = this.#exchange;
    if (strike.effect === 'rate_limit')
      return toAnswer(overloadErrors.rateLimit(exchange.caller?.livemode ?? false, strike.rateLimitedReason), exchange, false);
    if (strike.effect === 'lock_timeout') return toAnswer(overloadErrors.lockTimeout(), exchange, false);
    if (strike.effect === 'idempotency_key_in_use') return toAnswer(idempotencyErrors.inUse(exchange.idempotencyKey ?? ''), exchange, false);
    if (strike.effect === 'service_unavailable') return raw(503, UNAVAILABLE, 'text/html', {});
    const { 'content-type': contentType = 'application/json', ...headers } = strike.headers;
    return raw(strike.status, strike.body, contentType, headers);
  }
}

function raw(status: number, body: string, contentType: string, headers: Readonly<Record<string, string>>): Answer {
  const error = status >= 400 ? body.slice(0, 200) : undefined;
  return { status, body, contentType, headers, executed: false, error, passedIdempotency: false, anonymous: false };
}
