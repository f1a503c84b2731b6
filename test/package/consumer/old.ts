/** A user of the library whose TypeScript resolves by `main` and `types`, not `exports`. */
import { type MeterMock, startMeterMock } from 'stripe-meter-mock';
import type { VitestProject } from 'stripe-meter-mock/vitest';

export const start = (_project?: VitestProject): Promise<MeterMock> => startMeterMock({ port: 0 });
