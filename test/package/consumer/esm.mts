/** A user of the library in ES modules, compiled by several versions of TypeScript. */
import {
  connectMeterMock,
  type FaultBody,
  type FixtureDocument,
  startMeterMock,
  WaitTimeoutError,
} from 'stripe-meter-mock';
import setup, { type VitestProject } from 'stripe-meter-mock/vitest';
import { inject } from 'vitest';

const fault: FaultBody = { effect: 'rate_limit', times: null };
const fixture: FixtureDocument = { customers: [{ id: 'cus_1' }], faults: [fault] };

export async function test(project: VitestProject): Promise<number> {
  await using mock = await startMeterMock({ logLevel: 'silent', clock: '2026-01-01' });
  const { loaded } = await mock.loadFixtures(fixture);
  await mock.waitForEvents({ count: 2, timeout_ms: 1 }).catch((error: unknown) => {
    if (!(error instanceof WaitTimeoutError)) throw error;
  });
  // @ts-expect-error a number, or null
  mock.faults.arm({ effect: 'rate_limit', times: 'x' });
  const teardown = await setup(project);
  await teardown();
  const { now_seconds: now } = await connectMeterMock(inject('meterMockUrl')).clock.state();
  return now + loaded.customers;
}
