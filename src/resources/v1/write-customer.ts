/** A customer as Stripe writes it: https://docs.stripe.com/api/customers/object. */
import type { Customer } from '../../metering/customer.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';

/** The fields that the mock keeps, or the stub of a deleted customer. */
export function writeCustomer(
  customer: Customer,
  { caller: { livemode } }: Pick<Call, 'caller'>,
): JsonObject {
  const { id, created, address, balance, description, email, metadata, name, phone } = customer;
  if (customer.deleted) return { id, object: 'customer', deleted: true };
  return {
    id,
    object: 'customer',
    address: address as JsonObject | null,
    balance,
    created,
    description,
    email,
    livemode,
    metadata,
    name,
    phone,
  };
}
