/** The commands that change clocks and run what is due on them. */
import type { Clocks } from './clocks.ts';
import type { MaybeWait } from './schedule.ts';

/** The fields of each command. */
export interface ClockCommands {
  /** Sets a clock. An account without its own clock gets one; no account means the common clock. */
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

/** The outcome of each command. */
export interface ClockOutcomes {
  set_clock: undefined;
  run_due: MaybeWait;
}

/** Sets a clock. */
export function setClock(clocks: Clocks, { account, ...setting }: ClockCommands['set_clock']) {
  clocks.set(account, setting);
  return undefined;
}

/** Takes a due moment out of its schedule and runs it at its time. */
export function runDue(clocks: Clocks, { account, number }: ClockCommands['run_due']): MaybeWait {
  const due = clocks.take(account, number);
  return due?.run(due.atMs);
}
