/** Attempts to deliver events, read again when the feed says that there are others. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeliveriesPage } from '../documents/delivery-document.ts';
import { get, type Query } from './api.ts';
import { useLive } from './live.ts';
import type { Reading } from './use-read.ts';

/** How soon they are read again at most, in milliseconds. */
const PAUSE_MS = 1000;

export function useDeliveries(query: Query): Reading<DeliveriesPage> {
  const { deliveries, generation } = useLive().state;
  const [reading, setReading] = useState<Reading<DeliveriesPage>>({});
  const nextMs = useRef(0);
  const key = JSON.stringify([query, generation]);
  useEffect(() => {
    let isOver = false;
    const read = () => {
      nextMs.current = performance.now() + PAUSE_MS;
      get<DeliveriesPage>('deliveries', query).then(
        (document) => !isOver && setReading({ document }),
        ({ message }: Error) => !isOver && setReading({ problem: message }),
      );
    };
    const timer = setTimeout(read, Math.max(0, nextMs.current - performance.now()));
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key, deliveries]);
  return reading;
}
