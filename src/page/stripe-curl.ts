/** Calls of Stripe's API that return what a view shows, or create what it lacks. */
import type { CustomerDocument, SeriesDocument } from '../documents/customer-document.ts';
import type { MeterSettings } from '../documents/meter-document.ts';
import type { TotalDocument } from '../documents/usage-document.ts';
import { accountHeader, keyOf, quoted } from './curl.ts';

/** The summary query for a period of usage. */
export function summaryCurl(
  {
    meter,
    customer,
    account,
    livemode,
  }: Pick<TotalDocument, 'meter' | 'customer' | 'account' | 'livemode'>,
  { start_time, end_time, window }: SeriesDocument,
): string {
  return [
    `curl -G ${location.origin}/v1/billing/meters/${meter}/event_summaries`,
    `-u ${keyIn(account, livemode)}:`,
    `-d ${quoted(`customer=${encodeURIComponent(customer)}`)}`,
    `-d start_time=${start_time}`,
    `-d end_time=${end_time}`,
    `-d value_grouping_window=${window}`,
  ]
    .join(' \\\n  ')
    .concat(accountHeader(account));
}

/** The preview of a subscription's next invoice. */
export function previewCurl(
  subscription: string,
  { account, livemode }: Pick<CustomerDocument, 'account' | 'livemode'>,
): string {
  return [
    `curl ${location.origin}/v1/invoices/create_preview`,
    `-u ${keyIn(account, livemode)}:`,
    `-d subscription=${subscription}`,
  ]
    .join(' \\\n  ')
    .concat(accountHeader(account));
}

/** Creates a first meter. */
export function newMeterCurl(origin: string, account: string | undefined): string {
  return [
    `curl ${origin}/v1/billing/meters`,
    `-u ${keyOf(account)}:`,
    '-d display_name=API%20requests',
    '-d event_name=api_requests',
    `-d 'default_aggregation[formula]=sum'`,
  ]
    .join(' \\\n  ')
    .concat(accountHeader(account));
}

/** Sends an event with the payload keys that the meter reads. */
export function meterEventCurl(
  origin: string,
  meter: Pick<
    MeterSettings,
    'event_name' | 'customer_key' | 'value_key' | 'formula' | 'account' | 'livemode'
  >,
): string {
  const { event_name: name, customer_key: customer, value_key: value, account } = meter;
  const field = (key: string, text: string) =>
    `-d ${quoted(`payload[${encodeURIComponent(key)}]=${text}`)}`;
  return [
    `curl ${origin}/v1/billing/meter_events`,
    `-u ${keyIn(account, meter.livemode)}:`,
    `-d ${quoted(`event_name=${encodeURIComponent(name)}`)}`,
    ...(meter.formula === 'count' ? [] : [field(value, '25')]),
    field(customer, 'cus_1'),
  ]
    .join(' \\\n  ')
    .concat(accountHeader(account));
}

function keyIn(account: string, livemode: boolean): string {
  return livemode ? keyOf(account).replace('_test_', '_live_') : keyOf(account);
}
