import type Stripe from 'stripe';

/** A row of the application's own usage table, keyed by its event's identifier. */
export interface UsageRow {
  status: 'sent' | 'failed';
  reason?: string;
}

/** Handles a delivery from Stripe and returns the status to answer with. */
export function webhookHandler(stripe: Stripe, secret: string, rows: Map<string, UsageRow>) {
  const handled = new Set<string>(); // event ids; a real application would use a table

  return async (body: string, signature: string): Promise<number> => {
    let notification: Stripe.V2.Core.EventNotification;
    try {
      notification = stripe.parseEventNotification(body, signature, secret);
    } catch {
      return 400; // not from Stripe, or too old
    }
    if (handled.has(notification.id)) return 200; // the same event may come twice

    if (
      notification.type === 'v1.billing.meter.error_report_triggered' ||
      notification.type === 'v1.billing.meter.no_meter_found'
    ) {
      const event = await notification.fetchEvent(); // the notification itself has no details
      for (const { code, sample_errors } of event.data.reason.error_types) {
        for (const { error_message, request } of sample_errors) {
          rows.set(request.identifier, { status: 'failed', reason: `${code}: ${error_message}` });
        }
      }
    }
    handled.add(notification.id); // only after it worked, since Stripe retries after a 500
    return 200;
  };
}
