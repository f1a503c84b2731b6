/**
 * Why a wait found too few events: what was refused, what does not count, or that no request came.
 */
import { isWithin } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import { maskKeysIn } from '../stripe/masking.ts';
import type { NumberedRecord, RequestLog } from '../stripe/request-log.ts';
import { cutAtWord } from '../values.ts';
import { sentence } from './control-error.ts';
import type { Filter } from './filter-index.ts';

/** Where the reasons come from. */
export interface Evidence {
  readonly engine: Engine;
  readonly requests: RequestLog;
}

/** How many of the newest requests are read: few enough for one turn of the event loop. */
const MOST = 200;
const NONE = ' No request has come since the start or the last reset.';

/** How many characters of each error are shown. */
const LONGEST = 200;

/** How many reasons are named. */
const MOST_REASONS = 3;

/** Sentences, each after a space; empty if there is nothing to say. */
export function whyMissing({ engine, requests }: Evidence, filter: Filter): string {
  const recent = newest(requests, filter.account);
  if (recent.length === 0) return nothingCame(requests, filter.account);
  return refusedOf(recent) + (filter.valid ? invalidOf(engine, filter) : '');
}

function newest(requests: RequestLog, account: string | undefined): NumberedRecord[] {
  const found: NumberedRecord[] = [];
  for (const record of requests.scan({ account }, undefined)) {
    if (record !== undefined) found.push(record);
    if (found.length === MOST) break;
  }
  return found;
}

function nothingCame(requests: RequestLog, account: string | undefined): string {
  if (account === undefined) return NONE;
  const [last] = newest(requests, undefined);
  if (last === undefined) return NONE;
  const whose = last.caller === undefined ? 'had no valid key' : `was ${last.caller.account}'s`;
  return ` No request has come for account ${account}; the last one ${whose}.`;
}

function refusedOf(recent: readonly NumberedRecord[]): string {
  const refused = recent.filter(({ status, connection }) =>
    connection === 'answered' ? (status ?? 0) >= 400 : true,
  );
  if (refused.length === 0) return '';
  const reasons = counted(refused.map(reasonOf)).slice(0, MOST_REASONS);
  const of = recent.length === MOST ? `Of the last ${MOST} requests ` : '';
  const were = refused.length === 1 ? '1 request was' : `${refused.length} requests were`;
  const why = sentence(reasons.join('; '));
  return ` ${of === '' ? were : `${of}${refused.length} were`} refused: ${why}`;
}

function reasonOf({ status, error, fault, connection }: NumberedRecord): string {
  if (connection !== 'answered') return `connection ${connection} (by the fault ${fault}).`;
  const by = fault === undefined ? '' : ` (by the fault ${fault})`;
  return `${status}${by} ${cutAtWord(maskKeysIn(error ?? ''), LONGEST)}`;
}

/**
 * Each text once, the most frequent first; those that occur more than once begin with their number.
 */
function counted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const all = [...counts].sort(([, a], [, b]) => b - a);
  return all.map(([text, count]) => (count === 1 ? text : `${count} times ${text}`));
}

function invalidOf(engine: Engine, { account: asked }: Filter): string {
  const byCode = new Map<string, number>();
  for (const { name, counts } of engine.accounts()) {
    if (asked !== undefined && !isWithin(name.account, asked)) continue;
    for (const [code, count] of Object.entries(counts.invalidByCode)) {
      byCode.set(code, (byCode.get(code) ?? 0) + count);
    }
  }
  if (byCode.size === 0) return '';
  const codes = [...byCode].map(([code, count]) => `${count} ${code}`).join(', ');
  return ` Accepted but invalid: ${codes} (include_invalid=true counts those too).`;
}
