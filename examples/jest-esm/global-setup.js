import { startMeterMock } from 'stripe-meter-mock';

export default async () => {
  globalThis.meterMock = await startMeterMock();
  process.env.METER_MOCK_URL = globalThis.meterMock.url;
};
