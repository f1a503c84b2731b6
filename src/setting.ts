/** One setting: its flag, its variables, and what it accepts. */
import type * as z from 'zod';

/** One setting as the command shows it. */
export interface Setting {
  readonly flag: string;
  /** Environment variables; the first one set wins. */
  readonly env: readonly string[];
  readonly help: string;
  /** What a valid value looks like, for the error about an invalid one. */
  readonly takes: string;
  readonly schema: z.ZodType;
}

/** Declares a setting; its variable follows from its flag. */
export function setting<S extends z.ZodType>(
  flagText: string,
  help: string,
  takes: string,
  schema: S,
  moreEnv: readonly string[] = [],
): Setting & { schema: S } {
  const name = flagText.replace(/^--(no-)?/, '').replace(/ .*/, '');
  return {
    flag: flagText,
    env: [`METER_MOCK_${name.toUpperCase().replaceAll('-', '_')}`, ...moreEnv],
    help,
    takes,
    schema,
  };
}
