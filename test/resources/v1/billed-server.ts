/**
 * A server with a meter, a customer and shortcuts for creating prices and subscriptions, for tests
 * of billing.
 */
import type { MeterMockOptions } from '../../../src/index.ts';
import { serve } from '../../helper.ts';

export const SUBSCRIPTIONS = '/v1/subscriptions';
export const ITEMS = '/v1/subscription_items';
export const PREVIEW = '/v1/invoices/create_preview';
/** An API version with classic billing and periods on subscriptions. */
export const OLD = { 'stripe-version': '2024-04-10' };

/** Its clock is frozen at START unless the options say otherwise. */
export async function billedServer(options: MeterMockOptions = {}) {
  const server = await serve(options);
  const { post, get, event } = server;
  const made = async (path: string, form: string) => {
    const answer = await post(path, form);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  };
  const meter = await made(
    '/v1/billing/meters',
    'display_name=Calls&event_name=calls&default_aggregation[formula]=sum',
  );
  const customer: string = (await made('/v1/customers', 'name=Ann&email=ann@example.com')).id;
  const product: string = (await made('/v1/products', 'name=Calls')).id;
  const recurring = 'recurring[interval]=month';
  const metered = `${recurring}&recurring[usage_type]=metered&recurring[meter]=${meter.id}`;
  const priced = async (form: string, currency = 'usd'): Promise<string> =>
    (await made('/v1/prices', `currency=${currency}&product=${product}&${form}`)).id;
  return {
    ...server,
    meter,
    customer,
    product,
    /** Creates a monthly price with the given parameters and returns its id. */
    metered: (form = 'unit_amount_decimal=0.5') => priced(`${metered}&${form}`),
    licensed: (form = 'unit_amount=2000') => priced(`${recurring}&${form}`),
    priced,
    /** Subscribes the customer to prices. */
    subscribe: (prices: readonly string[], form = '', headers?: Record<string, string>) =>
      post(SUBSCRIPTIONS, `customer=${customer}&${itemsOf(prices)}&${form}`, headers),
    /** Sends usage for the customer. */
    use: (value: string | number, form = '') =>
      event(
        `event_name=calls&payload[value]=${value}&payload[stripe_customer_id]=${customer}&${form}`,
      ),
    preview: async (form: string, headers?: Record<string, string>) =>
      (await post(PREVIEW, form, headers)).body,
    subscription: async (id: string) => (await get(`${SUBSCRIPTIONS}/${id}`)).body,
  };
}

/** `items[0][price]=…` and so on. */
export function itemsOf(prices: readonly string[], name = 'items'): string {
  return prices.map((price, at) => `${name}[${at}][price]=${price}`).join('&');
}
