/** Errors about webhook endpoints (docs/stripe/event-destinations.md#webhook-endpoints). */
import { shorten } from '../../stripe/characters.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { bad, executed } from '../../stripe/v1/refusals.ts';

export const webhookErrors = {
  /**
   * Recorded for test mode. GUESS: `live` for live mode, and that the answer is kept for its
   * idempotency key.
   */
  tooMany: (most: number, livemode: boolean): Refusal => {
    const mode = livemode ? 'live' : 'test';
    const message = `You have reached the maximum of ${most} ${mode} webhook endpoints.`;
    return executed({ message });
  },
  /**
   * GUESS: the code, and each text of `problemText` except the last, which is this server's own.
   */
  wrongUrl: (text: string): Refusal =>
    bad({ code: 'url_invalid', message: `${text}.`, param: 'url' }),
  /** GUESS: the sentence for a wrong header, with this parameter. */
  wrongVersion: (version: string): Refusal =>
    bad({
      message: `Invalid Stripe API version: ${shorten(version)}`,
      param: 'api_version',
    }),
} as const;
