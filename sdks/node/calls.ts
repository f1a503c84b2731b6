/** Each call of a scenario, written as the SDK's users write it. */
import type { Stripe } from 'stripe';
import type { V1Step } from './scenarios.ts';

export async function call(stripe: Stripe, step: V1Step): Promise<object> {
  switch (step.call) {
    case 'create_event':
      return stripe.billing.meterEvents.create(
        { ...step.with, ...step.extra },
        { idempotencyKey: step.idempotency_key },
      );
    case 'create_meter': {
      const { formula, ...params } = step.with;
      return stripe.billing.meters.create({ ...params, default_aggregation: { formula } });
    }
    case 'find_meter':
      return findMeter(stripe, step.with.event_name, step.with.page_size);
    case 'deactivate_meter': {
      const meter = await findMeter(stripe, step.with.event_name, step.with.page_size);
      return stripe.billing.meters.deactivate(meter.id);
    }
    case 'summaries': {
      const { event_name, page_size = 100, ...params } = step.with;
      const meter = await findMeter(stripe, event_name, 100);
      const summaries = stripe.billing.meters.listEventSummaries(meter.id, {
        ...params,
        limit: page_size,
      });
      return { summaries: await summaries.autoPagingToArray({ limit: 10_000 }) };
    }
    case 'cancel': {
      const { event_name, identifier } = step.with;
      return stripe.billing.meterEventAdjustments.create({
        event_name,
        type: 'cancel',
        cancel: { identifier },
      });
    }
    default:
      throw new Error(`There is no call ${JSON.stringify(step)}`);
  }
}

async function findMeter(
  stripe: Stripe,
  eventName: string,
  limit: number,
): Promise<Stripe.Billing.Meter> {
  for await (const meter of stripe.billing.meters.list({ status: 'active', limit })) {
    if (meter.event_name === eventName) return meter;
  }
  throw new Error(`No active meter has the event name ${eventName}`);
}
