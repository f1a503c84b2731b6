/** The schemas of settings that are not just a word or a number. */
import * as z from 'zod';
import { isHost } from './option-advice.ts';
import type { ClockSetting } from './options.ts';
import { parseTime } from './values.ts';

/** A clock setting: as a string, or already parsed. */
export function clock() {
  const text = z.string().transform((value, context): ClockSetting => {
    const parts = value.split(',').map((part) => part.trim());
    const times = parts.filter((part) => part !== 'frozen');
    const startMs = times[0] === undefined ? undefined : parseTime(times[0]);
    if (times.length > 1 || (times.length === 1 && startMs === undefined))
      context.addIssue('not a clock setting');
    return { startMs, frozen: parts.includes('frozen') };
  });
  const read = z.object({ startMs: z.number().optional(), frozen: z.boolean() });
  return z.union([
    text,
    read,
    z.undefined().transform(() => ({ startMs: undefined, frozen: false })),
  ]);
}

/** Host names, separated by commas or as a list. */
export function hostNames() {
  const text = z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()));
  return z
    .union([text, z.array(z.string().toLowerCase())])
    .pipe(z.array(z.string().refine(isHost)))
    .default([]);
}
