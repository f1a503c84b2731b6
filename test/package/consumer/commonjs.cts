/** A user of the library in CommonJS, compiled by several versions of TypeScript. */
import library = require('stripe-meter-mock');
import setup = require('stripe-meter-mock/vitest');

export async function test(project: setup.VitestProject): Promise<string | undefined> {
  const mock: library.MeterMock = await library.startMeterMock();
  const event: library.EventDocument | undefined = mock.events({ limit: 1 }).data[0];
  await mock.close();
  await (await setup.default(project))();
  return event?.received_at;
}
