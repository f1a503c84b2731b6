/** A server with a product `prod_1` and a meter, for tests of prices. */
import { serve, type TestServer } from '../../helper.ts';

export const PRICES = '/v1/prices';
/** The first parameters of every price in these tests. */
export const BASE = 'currency=usd&product=prod_1';
export const MONTHLY = `${BASE}&recurring[interval]=month`;
export const TIERED = `${MONTHLY}&billing_scheme=tiered&tiers_mode=graduated`;

export interface Shop extends TestServer {
  /** The id of an active meter for `calls`. */
  readonly meter: string;
  /** Creates a price; returns its object, or the error body. */
  // biome-ignore lint/suspicious/noExplicitAny: a body of any kind
  price(form: string, version?: string): Promise<any>;
}

export async function shop(options: Parameters<typeof serve>[0] = {}): Promise<Shop> {
  const server = await serve(options);
  await server.post('/v1/products', 'name=Credits&id=prod_1');
  const meter = await server.post(
    '/v1/billing/meters',
    'display_name=Calls&event_name=calls&default_aggregation[formula]=sum',
  );
  return {
    ...server,
    meter: meter.body.id,
    price: async (form, version) =>
      (await server.post(PRICES, form, version === undefined ? {} : { 'Stripe-Version': version }))
        .body,
  };
}

/** The parameters of tiers, each `[up_to, other parameters]`. */
export function tiers(...list: (readonly [upTo: string, rest: string])[]): string {
  return list
    .map(([upTo, rest], index) => {
      const at = (name: string) => `tiers[${index}][${name}]`;
      const named = rest.split('&').map((pair) => pair.replace(/^\w+/, at));
      return [`${at('up_to')}=${upTo}`, ...named].join('&');
    })
    .join('&');
}
