/** What a control route refuses: a status and a sentence that says what to do. */
import type * as z from 'zod';
import { explain } from '../values.ts';

/** A wrong query or body, or what is not there. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** The status of the control route's answer. */
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** A query or body as its schema reads it. Throws a ControlError that names what is wrong. */
export function check<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given);
  if (!result.success) throw new ControlError(400, explain(result.error));
  return result.data;
}
