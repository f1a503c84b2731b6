/** Turns an attempt that has ended into the form that is kept and shown. */
import { maskKeysIn, maskKeysInBeginning } from '../stripe/masking.ts';
import type { Attempt } from './attempt-log.ts';
import { type Delivery, deliveryId } from './delivery.ts';
import type { Letter } from './letter.ts';
import type { Sent } from './sender.ts';

/** What is known about an attempt when it is over. Times in milliseconds. */
export interface EndedAttempt {
  readonly delivery: Delivery;
  readonly letter: Letter;
  /** Undefined if nothing was sent. */
  readonly sent: Sent | undefined;
  readonly sentMs: number;
  readonly durationMs: number;
  readonly retryMs: number | null;
}

/** The attempt as it is shown. */
export function attemptOf(ended: EndedAttempt): Attempt {
  const { delivery, letter, sent } = ended;
  const { event, destination } = delivery;
  const status = sent?.status ?? null;
  return {
    delivery: deliveryId(delivery),
    attempt: delivery.attempts + 1,
    event: event.id,
    type: event.type,
    ...event.account,
    destination: destination.id,
    url: letter.url,
    sent_at: new Date(ended.sentMs).toISOString(),
    headers: lowerCased(letter.headers),
    body: letter.body,
    succeeded: isReceived(letter, status),
    status,
    answer: sent === undefined ? null : maskedAnswer(sent),
    answer_truncated: sent?.isCut ?? false,
    error: sent?.error ?? null,
    duration_ms: Math.round(ended.durationMs * 1000) / 1000,
    fault: letter.fault ?? null,
    retry_at: ended.retryMs === null ? null : new Date(ended.retryMs).toISOString(),
  };
}

function maskedAnswer({ answer, isCut }: Sent): string {
  return isCut ? maskKeysInBeginning(answer) : maskKeysIn(answer);
}

/** A delivery that a fault lost was not received, although it is not tried again. */
function isReceived({ copies, url }: Letter, status: number | null): boolean {
  if (copies === 0) return false;
  return url === null || (status !== null && status >= 200 && status < 300);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
