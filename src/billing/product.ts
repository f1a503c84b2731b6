/**
 * A product: what is sold, and the name of its unit (docs/stripe/prices-and-products.md#products).
 */

/** The details given for a product. */
export interface ProductDetails {
  readonly active: boolean;
  readonly description: string | null;
  readonly images: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  readonly statementDescriptor: string | null;
  readonly unitLabel: string | null;
  readonly url: string | null;
  readonly shippable: boolean | null;
  /** The id of a price, or null. */
  readonly defaultPrice: string | null;
}

/** A product. Times in seconds. */
export interface Product extends ProductDetails {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
}
