/** The one door: every change of the state is a command that goes through it. */
import type { MaybePromise } from './maybe-promise.ts';

/** A command of any kind of a table: what it says, and its kind. */
export type CommandOf<C> = { [Kind in keyof C]: { readonly kind: Kind } & C[Kind] }[keyof C];

/**
 * Functions of one kind each, as one function that takes them all: so that the door of the whole
 * can be given to a part.
 */
type Overloads<F> = (F extends unknown ? (each: F) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** How the commands of a table are applied, by kind. */
export type Appliers<C, O extends { [Kind in keyof C]: unknown }> = {
  readonly [Kind in keyof C]: (command: { readonly kind: Kind } & C[Kind]) => O[Kind];
};

/** Applies a command at once, and gives what became of it. */
export type Apply<C, O extends { [Kind in keyof C]: unknown }> = Overloads<Appliers<C, O>[keyof C]>;

/** Applies a command, now or later: for those who can wait. */
export type Submit<C, O extends { [Kind in keyof C]: unknown }> = Overloads<
  {
    [Kind in keyof C]: (command: { readonly kind: Kind } & C[Kind]) => MaybePromise<O[Kind]>;
  }[keyof C]
>;
