/** Calls of Stripe's API that say what a customer's page shows. */
import type { CustomerDocument, SeriesDocument } from '../documents/customer-document.ts';
import type { TotalDocument } from '../documents/usage-document.ts';
import { accountHeader, keyOf, quoted } from './curl.ts';

/** The summary query of a stretch of usage. */
export function summaryCurl(
  { meter, customer, account, livemode }: TotalDocument,
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

function keyIn(account: string, livemode: boolean): string {
  return livemode ? keyOf(account).replace('_test_', '_live_') : keyOf(account);
}
