/** What is remembered of a request, and how it shows in the log. */
import type { Answer } from './answers.ts';
import type { Exchange } from './exchange.ts';
import type { Broken } from './strikes.ts';

/** One answered request; `durationMs` is real time. */
export interface RequestRecord {
  readonly exchange: Exchange;
  readonly answer: Answer | Broken;
  readonly durationMs: number;
}

/** The fields of a request's log line. A connection that broke has no status. */
export function logFields({ exchange, answer, durationMs }: RequestRecord): Record<string, unknown> {
  const sent = typeof answer === 'string' ? undefined : answer;
  return {
    method: exchange.method,
    path: exchange.path,
    status: sent?.status,
    ms: Math.round(durationMs * 100) / 100,
    request_id: exchange.requestId,
    account: exchange.caller?.account,
    replayed: exchange.replayOf !== undefined,
    fault: exchange.fault,
    error: sent?.error,
  };
}
