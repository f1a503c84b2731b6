/** The customers of one account: enough to be found, named and mapped to. */

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

/** What the maker of a customer says of it. */
export interface CustomerDetails {
  readonly address: Address | null;
  /**
   * What the customer owes before its next invoice, in the smallest unit of its currency: below
   * zero, it is a credit (https://docs.stripe.com/billing/customer/balance).
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
  /** A deleted customer can still be retrieved, as a stub, but not mapped to or changed. */
  readonly deleted: boolean;
}

/** Customers by id. Customers are values: a change puts a new one in the old one's place. */
export class Customers {
  readonly #byId = new Map<string, Customer>();

  /** All of them, deleted ones too, oldest first. */
  everyone(): Customer[] {
    return [...this.#byId.values()];
  }

  /** All that are not deleted, oldest first. */
  all(): Customer[] {
    return this.everyone().filter((customer) => !customer.deleted);
  }

  /** How many there are, deleted ones too. */
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

  /** Puts a customer in, as it is. `undefined` when its id is taken. */
  create(customer: Customer): Customer | undefined {
    return this.#byId.has(customer.id) ? undefined : this.#put(customer);
  }

  /** Changes what is given. */
  update(customer: Customer, changes: Partial<CustomerDetails>): Customer {
    return this.#put({ ...customer, ...changes });
  }

  /** Leaves a stub. */
  delete(customer: Customer): Customer {
    return this.#put({ ...customer, deleted: true });
  }

  #put(customer: Customer): Customer {
    this.#byId.set(customer.id, customer);
    return customer;
  }
}
