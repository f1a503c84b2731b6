/** The commands that change clocks and what is due on them. */
import type { Clocks } from './clocks.ts';
import type { MaybeWait } from './schedule.ts';

/** What each command says. */
export interface ClockCommands {
  /**
   * Puts a clock somewhere. An account without a clock of its own gets one; no account means the
   * common clock.
   */
  set_clock: {
    readonly account: string | undefined;
    readonly nowMs: number;
    readonly frozen: boolean;
    /** Real time, in milliseconds. */
    readonly realMs: number;
  };
  /** Runs the due moment of that number on an account's clock. */
  run_due: { readonly account: string; readonly number: number };
}

/** What becomes of each. */
export interface ClockOutcomes {
  set_clock: undefined;
  run_due: MaybeWait;
}

/** Puts a clock somewhere. */
export function setClock(clocks: Clocks, { account, ...setting }: ClockCommands['set_clock']) {
  clocks.set(account, setting);
  return undefined;
}

/** Takes a due moment out of its schedule and runs it at its time. */
export function runDue(clocks: Clocks, { account, number }: ClockCommands['run_due']): MaybeWait {
  const due = clocks.take(account, number);
  return due?.run(due.atMs);
}
