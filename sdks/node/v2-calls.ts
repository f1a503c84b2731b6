/** The calls of version 2, written as the SDK's users write them. */
import type { Stripe } from 'stripe';
import type { V2Event, V2Step } from './scenarios.ts';

/** One client, and the streaming client for its last session. */
export class V2Calls {
  readonly #stripe: Stripe;
  readonly #clientOf: (key: string) => Stripe;
  readonly #streamOptions: Stripe.RequestOptions | undefined;
  #streaming: Stripe | undefined;

  /**
   * @param streamOptions options that an SDK needs with every stream request for it to come here
   */
  constructor(
    clientOf: (key: string) => Stripe,
    key: string,
    streamOptions?: Stripe.RequestOptions,
  ) {
    this.#stripe = clientOf(key);
    this.#clientOf = clientOf;
    this.#streamOptions = streamOptions;
  }

  async call(step: V2Step): Promise<object> {
    switch (step.call) {
      case 'v2_event':
        return inSeconds(
          await this.#stripe.v2.billing.meterEvents.create(asText(step.with), {
            idempotencyKey: step.idempotency_key,
          }),
        );
      case 'v2_cancel': {
        const { event_name, identifier } = step.with;
        return this.#stripe.v2.billing.meterEventAdjustments.create({
          event_name,
          type: 'cancel',
          cancel: { identifier },
        });
      }
      case 'v2_session': {
        const session = await this.#stripe.v2.billing.meterEventSession.create();
        this.#streaming = this.#clientOf(session.authentication_token);
        return session;
      }
      case 'v2_stream': {
        const events = repeated(step.with).map(asText);
        await this.#streaming?.v2.billing.meterEventStream.create({ events }, this.#streamOptions);
        return {};
      }
    }
  }
}

/** The events, copied `repeat` times, with numbers appended to their identifiers. */
function repeated({ events, repeat }: { events: V2Event[]; repeat?: number }): V2Event[] {
  if (repeat === undefined) return events;
  return Array.from({ length: repeat }, (_n, at) =>
    events.map((event) => ({ ...event, identifier: `${event.identifier}-${at}` })),
  ).flat();
}

/** Times in scenarios are seconds, those of version 2 are strings. */
function asText({ timestamp, ...event }: V2Event): Stripe.V2.Billing.MeterEventCreateParams {
  if (timestamp === undefined) return event;
  return { ...event, timestamp: new Date(timestamp * 1000).toISOString() };
}

function inSeconds(event: Stripe.V2.Billing.MeterEvent): object {
  return { ...event, timestamp: Date.parse(event.timestamp) / 1000 };
}
