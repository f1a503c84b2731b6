/** One mock for a whole vitest run: `globalSetup: ['stripe-meter-mock/vitest']`. */
import type {} from 'vitest';
import { silentLog } from './log.ts';
import { readCommandOptions, strangeVariables } from './options.ts';
import { startServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the run's mock, for `connectMeterMock(inject('meterMockUrl'))`. */
    meterMockUrl: string;
  }
}

/** The part of vitest's global setup argument that is used here. */
export interface VitestProject {
  provide(name: 'meterMockUrl', value: string): void;
}

/**
 * Starts the mock on a free port, with the `METER_MOCK_…` settings; returns a function that closes
 * it.
 */
export default async function setup(project: VitestProject): Promise<() => Promise<void>> {
  for (const sentence of strangeVariables(process.env)) process.emitWarning(sentence);
  const server = await startServer(readCommandOptions({ port: 0 }, process.env), silentLog);
  project.provide('meterMockUrl', server.url);
  return server.close;
}
