/** Texts that live long, freed from the texts that they were cut from. */

/**
 * The same text with characters of its own. V8 keeps the whole of a text for as long as any piece
 * that was cut from it: a new customer in each stream request of 100 events left 17 KB, and leaves
 * 1.4 KB so (2026-11-25, Node 20). For well-formed texts.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
