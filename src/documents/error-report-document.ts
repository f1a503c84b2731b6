/** Error reports that a test asks for. */

/** Why events were invalid, in the codes of an error report. */
export type ErrorReportCode =
  | 'archived_meter'
  | 'meter_event_customer_not_found'
  | 'meter_event_dimension_count_too_high'
  | 'meter_event_invalid_value'
  | 'meter_event_no_customer_defined'
  | 'meter_event_value_not_found'
  | 'meter_event_value_too_many_digits'
  | 'missing_dimension_payload_keys'
  | 'no_meter'
  | 'timestamp_in_future'
  | 'timestamp_too_far_in_past';

/** An error report to make. */
export interface ErrorReportBody {
  /** The account that it is for. Default: `default`. */
  readonly account?: string | undefined;
  /** Whether it is in live mode. Default: false. */
  readonly livemode?: boolean | undefined;
  /** The id of the meter. Default: the newest active one. */
  readonly meter?: string | undefined;
  /** The event name that no meter has; only with the code `no_meter`. Default: `unknown_meter`. */
  readonly event_name?: string | undefined;
  /**
   * Why events were invalid. Default: one event without a customer, as with `stripe trigger`.
   * `no_meter` must be the only code, and makes `v1.billing.meter.no_meter_found`.
   */
  readonly errors?: readonly ReportedError[] | undefined;
}

/** One reason of an error report. */
export interface ReportedError {
  /** The reason. */
  readonly code: ErrorReportCode;
  /** How many events. Default: as many as there are samples, but at least one. */
  readonly count?: number | undefined;
  /** Up to five examples; may be empty. Default: one. */
  readonly samples?: readonly ReportedSample[] | undefined;
}

/** One event as an example of a reason. */
export interface ReportedSample {
  /** The identifier of the meter event. Default: a new one. */
  readonly identifier?: string | undefined;
  /** What is wrong with it. Default: the usual text of the code. */
  readonly message?: string | undefined;
}
