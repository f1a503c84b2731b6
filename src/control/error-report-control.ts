/** Error reports that a test asks for, as `stripe trigger` does (docs/stripe/events.md#cli). */
import * as z from 'zod';
import type { ErrorReportBody } from '../documents/error-report-document.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Apply } from '../metering/door.ts';
import type { Engine } from '../metering/engine.ts';
import type { Ids } from '../metering/ids.ts';
import type { Meter } from '../metering/meter.ts';
import { DEFAULT_ACCOUNT } from '../stripe/authentication.ts';
import { lazily } from '../stripe/lazily.ts';
import { wholeNumber } from '../values.ts';
import { ERROR_CODES, errorText } from '../webhooks/error-texts.ts';
import { type ErrorType, MAX_SAMPLES } from '../webhooks/report-data.ts';
import { fullEvent } from '../webhooks/thin-body.ts';
import type { WebhookCommands, WebhookOutcomes } from '../webhooks/webhook-commands.ts';
import { ControlError, check } from './control-error.ts';
import { accountName, word } from './query-values.ts';

const sample = lazily(() =>
  z.strictObject({
    identifier: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('of the meter event; default: a new one'),
    message: z.string().max(500).optional().describe('default: the usual text of the code'),
  }),
);
const errorType = lazily(() =>
  z.strictObject({
    code: z.enum(ERROR_CODES),
    count: wholeNumber(1).optional().describe('how many events; default: as many as samples'),
    samples: z.array(sample()).max(MAX_SAMPLES).optional().describe('default: one; may be empty'),
  }),
);
export const errorReportBody = lazily(() =>
  z.strictObject({
    account: accountName.default(DEFAULT_ACCOUNT),
    livemode: z.boolean().default(false),
    meter: word.optional().describe('the id of the meter; default: the newest active one'),
    event_name: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('with no_meter: the event_name that no meter has; default unknown_meter'),
    errors: z
      .array(errorType())
      .min(1)
      .max(ERROR_CODES.length)
      .default([{ code: 'meter_event_no_customer_defined' }])
      .describe("only with no_meter: makes no_meter_found instead of a meter's report"),
  }),
);

/** Dependencies of raising reports. */
export interface ErrorReportTarget {
  readonly engine: Engine;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly apply: Apply<WebhookCommands, WebhookOutcomes>;
}

type Asked = z.output<ReturnType<typeof errorReportBody>>;

/** Makes a report now, and returns the whole event. Throws a ControlError if it cannot. */
export function raiseErrorReport(target: ErrorReportTarget, body: ErrorReportBody = {}): object {
  const asked = check(errorReportBody(), body);
  const account = { account: asked.account, livemode: asked.livemode };
  const meter = meterOf(target.engine, asked);
  const event = target.apply({
    kind: 'raise_error_report',
    account,
    ...target.clocks.instant(asked.account),
    meterId: meter?.id ?? null,
    errorTypes: asked.errors.map((each) => typeOf(each, asked, meter, target)),
  });
  if (event === 'no_such_meter') throw new ControlError(404, `There is no meter ${meter?.id}.`);
  return fullEvent(event);
}

/** The meter that a report is about; null for one about events without a meter. */
function meterOf(engine: Engine, asked: Asked): Meter | null {
  const isNoMeter = ({ code }: Asked['errors'][number]) => code === 'no_meter';
  if (asked.errors.every(isNoMeter)) {
    if (asked.meter === undefined) return null;
    throw new ControlError(400, 'meter: no_meter is about no meter; leave meter out.');
  }
  if (asked.errors.some(isNoMeter)) {
    throw new ControlError(
      400,
      'errors: no_meter must be the only code, since it is about no meter',
    );
  }
  if (asked.event_name !== undefined) {
    throw new ControlError(
      400,
      'event_name: only goes with no_meter. Name the meter by its id, in meter; ' +
        'GET /v1/billing/meters lists them.',
    );
  }
  const { meters } = engine.account(asked);
  const newest = meters.all().findLast(({ deactivatedAt }) => deactivatedAt === null);
  const meter = asked.meter === undefined ? newest : meters.get(asked.meter);
  if (meter !== undefined) return meter;
  const which = asked.meter === undefined ? 'no active meter' : `no meter ${asked.meter}`;
  throw new ControlError(404, `There is ${which} in account ${asked.account}.`);
}

function typeOf(
  { code, samples = [{}], count }: Asked['errors'][number],
  asked: Asked,
  meter: Meter | null,
  { clocks, ids }: ErrorReportTarget,
): ErrorType {
  const facts = {
    meter,
    customer: 'cus_unknown',
    eventName: asked.event_name ?? 'unknown_meter',
    identifier: '',
    payload: new Map([[meter?.valueKey ?? 'value', 'abc']]),
    timestamp: Math.floor(clocks.now(asked.account) / 1000),
  };
  return {
    code,
    error_count: Math.max(count ?? samples.length, samples.length, 1),
    sample_errors: samples.map(({ identifier = ids.identifier(), message }) => ({
      error_message: message ?? errorText(code, facts),
      request: { identifier },
    })),
  };
}
