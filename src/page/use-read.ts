/** One document, read when a component is shown, and again when it may have changed. */
import { useEffect, useState } from 'preact/hooks';
import { get, type Query } from './api.ts';

/** What was read, or why it could not be. */
export interface Reading<T> {
  readonly document?: T;
  readonly problem?: string;
}

/** @param again read again when this changes; the old document stays until the new one is there */
export function useRead<T>(path: string, query: Query = {}, again: unknown = 0): Reading<T> {
  const [reading, setReading] = useState<Reading<T>>({});
  const key = JSON.stringify([path, query, again]);
  useEffect(() => {
    let isOver = false;
    get<T>(path, query).then(
      (document) => !isOver && setReading({ document }),
      ({ message }: Error) => !isOver && setReading({ problem: message }),
    );
    return () => {
      isOver = true;
    };
  }, [key]);
  return reading;
}
