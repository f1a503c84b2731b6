/** The types of the one door: every change of state is a command. */
import type { MaybePromise } from './maybe-promise.ts';

/** A command of any kind in a table: its fields and its kind. */
export type CommandOf<C> = { [Kind in keyof C]: { readonly kind: Kind } & C[Kind] }[keyof C];

/**
 * Combines functions for one kind each into one overloaded function, so that a part can be given
 * the `apply` of the whole state.
 */
type Overloads<F> = (F extends unknown ? (each: F) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** How the commands of a table are applied, by kind. */
export type Appliers<C, O extends { [Kind in keyof C]: unknown }> = {
  readonly [Kind in keyof C]: (command: { readonly kind: Kind } & C[Kind]) => O[Kind];
};

/** Applies a command at once and returns its outcome. */
export type Apply<C, O extends { [Kind in keyof C]: unknown }> = Overloads<Appliers<C, O>[keyof C]>;

/** Applies a command now or later: for callers that can wait. */
export type Submit<C, O extends { [Kind in keyof C]: unknown }> = Overloads<
  {
    [Kind in keyof C]: (command: { readonly kind: Kind } & C[Kind]) => MaybePromise<O[Kind]>;
  }[keyof C]
>;
