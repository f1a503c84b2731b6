/** One document that is read again, at a pace, whenever it may have changed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, type Query } from './api.ts';
import { PacedRead } from './paced-read.ts';
import type { Reading } from './use-read.ts';

/**
 * @param changes read again when one of these changes; always of the same length. What was read
 * stays until the new document is there.
 */
export function useLiveRead<T>(
  path: string,
  query: Query,
  changes: readonly unknown[],
): Reading<T> {
  const [reading, setReading] = useState<Reading<T>>({});
  const reader = useRef<PacedRead | undefined>(undefined);
  const key = JSON.stringify([path, query]);
  useEffect(() => {
    let isOver = false;
    const show = (next: Reading<T>) => void (isOver || setReading(next));
    const read = () =>
      get<T>(path, query).then(
        (document) => show({ document }),
        ({ message }: Error) => show({ problem: message }),
      );
    reader.current = new PacedRead({ read });
    return () => {
      isOver = true;
      reader.current?.stop();
    };
  }, [key]);
  useEffect(() => reader.current?.again(), [key, ...changes]);
  return reading;
}
