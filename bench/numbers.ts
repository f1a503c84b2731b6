/** Medians, ratios, and numbers in a readable form. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * The median of the ratios of each round: whatever slowed the machine in one round slowed both
 * sides.
 */
export function medianRatio(values: readonly number[], against: readonly number[]): number {
  return median(values.map((value, round) => value / (against[round] as number)));
}

/** Three significant digits, with separators for thousands. */
export function short(value: number): string {
  return value.toLocaleString('en', {
    maximumSignificantDigits: Math.abs(value) >= 1000 ? Math.ceil(Math.log10(Math.abs(value))) : 3,
  });
}

/** Bytes as mebibytes. */
export function mebibytes(bytes: number): string {
  return `${short(bytes / 2 ** 20)} MiB`;
}
