/** The errors of control routes: a status, and a message that says what to do. */
import type * as z from 'zod';
import { explain } from '../values.ts';

/** An invalid query or body, or something that does not exist. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** The status of the control route's answer. */
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** A query or body parsed by its schema. Throws a ControlError that names the problem. */
export function check<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given);
  if (!result.success) throw new ControlError(400, explain(result.error));
  return result.data;
}
