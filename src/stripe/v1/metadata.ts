/**
 * `metadata` of every v1 object: merged key by key, an empty value unsets one
 * (https://docs.stripe.com/api/metadata).
 */
import type { FormValue } from './form.ts';
import type { ParamParser } from './params.ts';
import { stringMap } from './parsers.ts';

export type Metadata = Readonly<Record<string, string>>;

/** The requested change: new values by key, with empty ones to unset a key; or unset everything. */
export type MetadataChange = ReadonlyMap<string, string> | 'unset';

export function metadataParser(value: FormValue): ReturnType<ParamParser<MetadataChange>> {
  return value === '' ? 'unset' : stringMap(value);
}

/** The metadata after a change. */
export function mergeMetadata(metadata: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return metadata;
  if (change === 'unset') return {};
  const merged = new Map([...Object.entries(metadata), ...change]);
  return Object.fromEntries([...merged].filter(([, value]) => value !== ''));
}
