/** `Stripe-Signature` (docs/stripe/events.md#signatures). */
import { createHmac } from 'node:crypto';

/** What is signed, and with what. */
export interface Signed {
  /** The key, including `whsec_`. */
  readonly secret: string;
  /** The exact body. */
  readonly body: string;
  /** Real time in whole seconds: a receiver compares it with its own. */
  readonly seconds: number;
  /** Whether to add a `v0`, which receivers ignore: Stripe does so for test events. */
  readonly isTest: boolean;
}

/** The value of the header, without spaces: stripe-go refuses them. */
export function signatureHeader({ secret, body, seconds, isTest }: Signed): string {
  const v1 = hmac(secret, `${seconds}.${body}`);
  const v0 = isTest ? `,v0=${hmac(secret, `v0.${seconds}.${body}`)}` : '';
  return `t=${seconds},v1=${v1}${v0}`;
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
