/** The customers of one account: enough to find them, name them and map events to them. */

export type Metadata = Readonly<Record<string, string>>;

/** A postal address, as Stripe keeps it. */
export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

/** The details given for a customer. */
export interface CustomerDetails {
  readonly address: Address | null;
  /**
   * What the customer owes before its next invoice, in the smallest unit of its currency; a
   * negative balance is a credit (https://docs.stripe.com/billing/customer/balance).
   */
  readonly balance: number;
  readonly description: string | null;
  readonly email: string | null;
  readonly metadata: Metadata;
  readonly name: string | null;
  readonly phone: string | null;
}

/** A customer. `created` in seconds. */
export interface Customer extends CustomerDetails {
  readonly id: string;
  readonly created: number;
  /**
   * A deleted customer can still be retrieved as a stub, but not changed, and no events map to it.
   */
  readonly deleted: boolean;
}

/** Customers by id. Customers are immutable: a change replaces the object. */
export class Customers {
  readonly #byId = new Map<string, Customer>();

  /** All customers, including deleted ones, oldest first. */
  everyone(): Customer[] {
    return [...this.#byId.values()];
  }

  /** All that are not deleted, oldest first. */
  all(): Customer[] {
    return this.everyone().filter((customer) => !customer.deleted);
  }

  /** How many there are, including deleted ones. */
  get size(): number {
    return this.#byId.size;
  }

  /** The customer of that id, deleted or not. */
  get(id: string): Customer | undefined {
    return this.#byId.get(id);
  }

  /** Whether events can be mapped to it. */
  exists(id: string): boolean {
    return this.#byId.get(id)?.deleted === false;
  }

  /** Adds a customer. `undefined` if its id is taken. */
  create(customer: Customer): Customer | undefined {
    return this.#byId.has(customer.id) ? undefined : this.#put(customer);
  }

  /** Changes the given details. */
  update(customer: Customer, changes: Partial<CustomerDetails>): Customer {
    return this.#put({ ...customer, ...changes });
  }

  /** Replaces the customer with a stub. */
  delete(customer: Customer): Customer {
    return this.#put({ ...customer, deleted: true });
  }

  #put(customer: Customer): Customer {
    this.#byId.set(customer.id, customer);
    return customer;
  }
}
