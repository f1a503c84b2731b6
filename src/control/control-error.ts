/** The errors of control routes: a status, and a message that says what to do. */
import type * as z from 'zod';
import { read } from './wrong-value.ts';

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
  const result = read(schema, given);
  if ('problem' in result) throw new ControlError(400, sentence(result.problem));
  return result.value;
}

/** With a full stop, unless it ends as a sentence does. */
export function sentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
