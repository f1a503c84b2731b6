/** The public API, name by name; nothing else. */
export {
  type ConnectedClock,
  type ConnectedMeterMock,
  type ConnectOptions,
  connectMeterMock,
} from './client.ts';
export { ControlError } from './control/control-error.ts';
export type { MockControls } from './control/verbs.ts';
export type { WebhookControls } from './control/webhook-verbs.ts';
export type { ClockBody, ClockDocument, ClockQuery } from './documents/clock-document.ts';
export type {
  CollectBody,
  Collected,
  Collector,
  CollectorDocument,
  DeliveriesFilter,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryDocument,
  DeliveryWaitQuery,
  HoldBody,
  PendingDelivery,
  RedeliverQuery,
  ReleaseBody,
} from './documents/delivery-document.ts';
export type {
  ErrorReportBody,
  ErrorReportCode,
  ReportedError,
  ReportedSample,
} from './documents/error-report-document.ts';
export type {
  EventDocument,
  EventFilter,
  EventSource,
  EventsQuery,
  InvalidCode,
  Page,
  Waited,
  WaitQuery,
} from './documents/event-document.ts';
export type {
  DelayFault,
  DeliveryFault,
  DeliveryFaultName,
  DeliveryMatch,
  FaultBody,
  FaultDocument,
  FaultMatch,
  FaultName,
  FaultSettings,
  FaultsQuery,
  PlainFault,
  PlainFaultName,
  RateLimitedReason,
  RateLimitFault,
  RemovedFaults,
  RespondFault,
  StaleSignatureFault,
} from './documents/fault-document.ts';
export type {
  DefaultPriceFixture,
  IntervalFixture,
  PriceFixture,
  ProductDataFixture,
  ProductFixture,
  RecurringFixture,
  TaxBehavior,
  TierFixture,
  UnitAmounts,
} from './documents/fixture-catalog.ts';
export type { DestinationFixture, EventsFrom } from './documents/fixture-destination.ts';
export type {
  AccountClock,
  AddressFixture,
  CustomerFixture,
  EventFixture,
  FixtureDocument,
  FixturesQuery,
  Loaded,
  Metadata,
  MeterFixture,
  Moment,
  Owned,
  SettledAccount,
  StateSaved,
} from './documents/fixture-document.ts';
export type {
  AnchorConfigFixture,
  BillingModeFixture,
  BillingThresholdsFixture,
  CancellationFeedback,
  CancellationFixture,
  PaymentBehavior,
  PaymentSettingsFixture,
  ProrationBehavior,
  SubscriptionFixture,
  SubscriptionItemFixture,
  TrialSettingsFixture,
} from './documents/fixture-subscription.ts';
export type { RequestDocument, RequestsQuery } from './documents/request-document.ts';
export type {
  CountsDocument,
  TotalDocument,
  UsageDocument,
  UsageQuery,
} from './documents/usage-document.ts';
export { FixtureError } from './fixtures/fixture-error.ts';
export {
  type ClientOptions,
  type MeterMock,
  startMeterMock,
  WaitTimeoutError,
} from './library.ts';
export { type ClockSetting, type MeterMockOptions, OptionsError } from './options.ts';
export { VERSION } from './package-info.ts';
export type { WebhookSettings } from './webhook-settings.ts';
