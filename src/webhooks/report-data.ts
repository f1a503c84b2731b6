/** What an error report says: how many events were invalid, and why. */

/** One of the invalid events, as an example. */
export interface SampleError {
  readonly error_message: string;
  readonly request: { readonly identifier: string };
}

/** The invalid events of one code. */
export interface ErrorType {
  readonly code: string;
  readonly error_count: number;
  readonly sample_errors: readonly SampleError[];
}

/** The `data` of both kinds of error report. Times in milliseconds. */
export interface ReportData {
  readonly errorTypes: readonly ErrorType[];
  readonly startMs: number;
  readonly endMs: number;
}

/** GUESS: how many samples a code has at most (docs/stripe/error-reports.md#bodies). */
export const MAX_SAMPLES = 5;

/** The invalid events of one meter, or of no meter, in one window. Counts are exact. */
export class ErrorTally {
  readonly #byCode = new Map<string, { count: number; readonly samples: SampleError[] }>();

  /** @param sampleOf called only if there is room for one more sample */
  add(code: string, sampleOf: () => SampleError): void {
    let found = this.#byCode.get(code);
    if (found === undefined) this.#byCode.set(code, (found = { count: 0, samples: [] }));
    found.count++;
    if (found.samples.length < MAX_SAMPLES) found.samples.push(sampleOf());
  }

  /** GUESS: in the order in which they first occurred. */
  types(): ErrorType[] {
    return Array.from(this.#byCode, ([code, { count, samples }]) => ({
      code,
      error_count: count,
      sample_errors: [...samples],
    }));
  }
}
