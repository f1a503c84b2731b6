/**
 * Errors about event destinations. Only `not_found` is documented. GUESS: all messages here; the
 * form of `invalid_fields` is recorded (docs/stripe/v2.md#invalid-fields).
 */
import type { Refusal } from '../../stripe/refusal.ts';
import { v2Bad, v2RequestErrors } from '../../stripe/v2/v2-errors.ts';

const { invalidField } = v2RequestErrors;

export const v2DestinationErrors = {
  noTypes: (): Refusal => invalidField('enabled_events', 'Must not be empty.'),
  /** The form of the sentence is recorded, with a list of all valid values, which are hundreds. */
  wrongType: (at: number, type: string, payload: string): Refusal => {
    const valid = `valid values are: the types of ${payload} events.`;
    return invalidField(`enabled_events[${at}]`, `Unrecognized enum value '${type}', ${valid}`);
  },
  versionOfThin: (): Refusal =>
    invalidField('snapshot_api_version', 'Only snapshot events have an API version.'),
  wrongVersion: (version: string): Refusal =>
    invalidField('snapshot_api_version', `Invalid Stripe API version: ${version}.`),
  noEndpoint: (): Refusal => invalidField('webhook_endpoint', 'This field is required.'),
  wrongUrl: (text: string): Refusal => invalidField('webhook_endpoint.url', `${text}.`),
  disabled: (): Refusal =>
    v2Bad('event_destination_disabled', 'A disabled event destination cannot be pinged.'),
  /** This server's own: Stripe calls any host. */
  notAllowed: (text: string): Refusal => v2Bad('invalid_fields', `${text}.`),
  /** This server's own: there is no cloud to send to. */
  cloudType: (type: string): Refusal => {
    const message =
      `stripe-meter-mock has no destinations of type ${type}, only webhook_endpoint: there is no ` +
      'cloud here to send to.';
    return v2Bad('invalid_fields', message);
  },
  /** This server's own: Stripe's limit is not known. */
  tooMany: (most: number): Refusal => {
    const message =
      `stripe-meter-mock keeps at most ${most} event destinations for an account and mode: ` +
      'delete some, or reset the account.';
    return v2Bad('invalid_fields', message);
  },
} as const;
