/** Error reports that a test asks for. */

/** Why events were found invalid, as an error report says it. */
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

/** An error report to be made. */
export interface ErrorReportBody {
  /** The account that it is for. Default: the account of keys that name none. */
  readonly account?: string | undefined;
  /** Whether it is of the live mode. Default: false. */
  readonly livemode?: boolean | undefined;
  /** The id of the meter. Default: the newest active one. */
  readonly meter?: string | undefined;
  /** What no meter is named, for the code `no_meter` alone. Default: `unknown_meter`. */
  readonly event_name?: string | undefined;
  /**
   * Why events were invalid. Default: one event without a customer, as `stripe trigger` sends it.
   * `no_meter` stands alone, and makes `v1.billing.meter.no_meter_found`.
   */
  readonly errors?: readonly ReportedError[] | undefined;
}

/** One reason of an error report. */
export interface ReportedError {
  /** The reason. */
  readonly code: ErrorReportCode;
  /** How many events. Default: as many as there are samples, and at least one. */
  readonly count?: number | undefined;
  /** Up to five; may be empty. Default: one. */
  readonly samples?: readonly ReportedSample[] | undefined;
}

/** One event of a reason. */
export interface ReportedSample {
  /** The identifier of the meter event. Default: a new one. */
  readonly identifier?: string | undefined;
  /** What is wrong with it. Default: the usual text of the code. */
  readonly message?: string | undefined;
}
