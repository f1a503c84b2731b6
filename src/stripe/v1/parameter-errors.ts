/**
 * Refusals of parameters, in Stripe's words: docs/stripe/requests.md#parameters,
 * docs/stripe/requests.md#expand.
 */
import { shorten } from '../characters.ts';
import { Refusal } from '../refusal.ts';
import { bad } from './refusals.ts';

/** Errors of parameters. */
export const parameterErrors = {
  missing: (param: string): Refusal =>
    bad({ code: 'parameter_missing', message: `Missing required param: ${param}.`, param }),
  unknown: (params: readonly string[], nearest?: string): Refusal => {
    const guess = nearest === undefined ? '' : `. Did you mean ${nearest}?`;
    const message =
      params.length === 1
        ? `Received unknown parameter: ${params[0]}${guess}`
        : `Received unknown parameters: ${params.join(', ')}`; // GUESS: the plural
    return bad({ code: 'parameter_unknown', message, param: params[0] as string });
  },
  /** GUESS: that this applies to `identifier=` and the like too. */
  empty: (param: string): Refusal =>
    bad({
      code: 'parameter_invalid_empty',
      message:
        `You passed an empty string for '${param}'. We assume empty values are an ` +
        `attempt to unset a parameter; however '${param}' cannot be unset. You should remove ` +
        `'${param}' from your request or supply a non-empty value.`,
      param,
    }),
  integer: (param: string, value: string): Refusal =>
    bad({
      code: 'parameter_invalid_integer',
      message: `Invalid integer: ${shorten(value)}`,
      param,
    }),
  tooSmall: (param: string, least: number): Refusal =>
    bad({
      code: 'parameter_invalid_integer',
      message: `This value must be greater than or equal to ${least}.`,
      param,
    }),
  /** GUESS: the mirror of `tooSmall`. */
  tooGreat: (param: string, most: number): Refusal =>
    bad({
      code: 'parameter_invalid_integer',
      message: `This value must be less than or equal to ${most}.`,
      param,
    }),
  boolean: (param: string, value: string): Refusal =>
    bad({ message: `Invalid boolean: ${shorten(value)}`, param }),
  currency: (param: string, value: string, known: readonly string[]): Refusal => {
    const supported = `Stripe currently supports these currencies: ${known.join(', ')}`;
    return bad({ message: `Invalid currency: ${shorten(value)}. ${supported}`, param });
  },
  /** Two mutually exclusive parameters were sent. */
  onlyOne: (names: readonly string[], param: string = names[0] as string): Refusal => {
    const message = `You may only specify one of these parameters: ${names.join(', ')}.`;
    return bad({ message, param });
  },
  /** A list is too long: seen for `lookup_keys`. */
  tooMany: (param: string, most: number): Refusal =>
    bad({ message: `Array ${param} exceeded maximum ${most} allowed elements.`, param }),
  /**
   * `shown` is the value as Ruby writes it, even for values nested in a payload
   * (docs/stripe/meter-events.md#parameters). GUESS: the form of such a value.
   */
  string: (param: string, shown: string): Refusal =>
    bad({ message: `Invalid string: ${shown}`, param }),
  tooLong: (param: string, value: string, most: number): Refusal =>
    bad({ message: `Invalid string: ${ends(value)}; must be at most ${most} characters`, param }),
  object: (param: string): Refusal => bad({ message: 'Invalid object', param }),
  array: (param: string): Refusal => bad({ message: 'Invalid array', param }),
  oneOf: (param: string, allowed: readonly string[]): Refusal =>
    bad({ message: `Invalid ${param}: must be one of ${listed(allowed)}`, param }),
  /** @param better the path that the sender may have meant: stripe-python#316 has the sentence */
  expansion: (path: string, better?: string): Refusal => {
    const hint = better === undefined ? '' : ` You may want to try expanding '${better}' instead.`;
    return bad({ message: `This property cannot be expanded (${path}).${hint}` });
  },
  expansionDepth: (path: string): Refusal =>
    bad({
      code: 'property_expansion_max_depth',
      message: `You cannot expand more than 4 levels of a property. Property: ${path}`,
    }),
  /** GUESS: this sentence. */
  twoCursors: (): Refusal =>
    bad({ message: 'You cannot parameterize both starting_after and ending_before.' }),
  /**
   * The mock's own: if it were silently ignored, a test that moves a test clock would wait for
   * ever.
   */
  noTestClocks: (param: string): Refusal => {
    const message =
      'stripe-meter-mock has no test clocks, so no customer can be on one: leave test_clock ' +
      "out, and move the mock's own clock (POST /_mock/clock, or mock.clock.advance).";
    return bad({ message, param });
  },
  /** This server's own: ignoring the parameter would give a wrong amount. */
  notComputed: (param: string): Refusal => {
    const message =
      `stripe-meter-mock does not compute the effect of ${param} on amounts, and refuses it ` +
      'rather than return a wrong amount: leave it out.';
    return bad({ message, param });
  },
  noSuch: (kind: string, id: string, param: string, status: 400 | 404 = 404): Refusal =>
    new Refusal({
      status,
      kept: false,
      code: 'resource_missing',
      message: `No such ${kind}: '${id}'`,
      param,
    }),
} as const;

/** The first and the last four characters. */
function ends(value: string): string {
  const characters = [...value];
  return `${characters.slice(0, 4).join('')}...${characters.slice(-4).join('')}`;
}

function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' or ');
  return `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
}
