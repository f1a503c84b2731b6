/** Requests that were sent more than once with one idempotency key. */
import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../documents/event-document.ts';
import type { RequestLine } from '../documents/live-document.ts';
import { get } from './api.ts';
import { useLive } from './live.ts';
import { useRoute } from './use-route.ts';

/** What a request shares with its retries; undefined without a key. */
export function retryKey({ account, livemode, idempotency_key: key }: RequestLine) {
  return key === null ? undefined : JSON.stringify([account, livemode, key]);
}

/** How many of the requests share each key. */
export function sendCountsOf(requests: readonly RequestLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const key = retryKey(request);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** How many of the latest requests were sent more than once. */
export function useRetried(): number {
  const { generation, requests } = useLive().state;
  const { account } = useRoute();
  const [before, setBefore] = useState<readonly RequestLine[]>([]);
  useEffect(() => {
    let isOver = false;
    setBefore([]);
    get<Page<RequestLine>>('requests', { account, limit: 200 }).then(
      ({ data }) => !isOver && setBefore(data),
      () => {}, // the connection says what is wrong
    );
    return () => {
      isOver = true;
    };
  }, [generation, account]);
  const newest = before[0]?.number ?? 0;
  const all = [...requests.lines.filter(({ number }) => number > newest), ...before];
  return [...sendCountsOf(all).values()].filter((count) => count > 1).length;
}
