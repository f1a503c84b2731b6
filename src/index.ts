/** The public API, name by name; nothing else. */
export { type ConnectedMeterMock, type ConnectOptions, connectMeterMock } from './client.ts';
export type { ClockBody, ClockDocument } from './control/clock.ts';
export { ControlError } from './control/errors.ts';
export type { FaultBody, FaultDocument } from './control/faults.ts';
export type { EventDocument, EventFilter, EventsQuery, Page, RequestDocument, RequestsQuery, UsageQuery } from './control/inspect.ts';
export type { UsageDocument } from './control/verbs.ts';
export type { WaitQuery } from './control/wait.ts';
export { FixtureError } from './fixtures.ts';
export { type ClientOptions, type MeterMock, type MeterMockOptions, startMeterMock, WaitTimeoutError } from './library.ts';
export { type ClockSetting, type Options, OptionsError } from './options.ts';
export { VERSION } from './verbs.ts';
