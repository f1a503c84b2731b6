/** The public API, name by name; nothing else. */
export {
  type ConnectedClock,
  type ConnectedMeterMock,
  type ConnectOptions,
  connectMeterMock,
} from './client.ts';
export type { ClockBody, ClockDocument, ClockQuery } from './control/clock-control.ts';
export { ControlError } from './control/control-error.ts';
export type { FaultBody, FaultDocument } from './control/fault-control.ts';
export type {
  EventDocument,
  EventFilter,
  EventsQuery,
  Page,
  RequestDocument,
  RequestsQuery,
  UsageQuery,
} from './control/inspect.ts';
export type { UsageDocument } from './control/verbs.ts';
export type { WaitQuery } from './control/wait.ts';
export { VERSION } from './create-verbs.ts';
export { FixtureError } from './fixtures/fixture.ts';
export {
  type ClientOptions,
  type MeterMock,
  type MeterMockOptions,
  startMeterMock,
  WaitTimeoutError,
} from './library.ts';
export { type ClockSetting, type Options, OptionsError } from './options.ts';
