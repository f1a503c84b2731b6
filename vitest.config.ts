import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'stripe-meter-mock': fileURLToPath(new URL('src/index.ts', import.meta.url)) },
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    globalSetup: ['src/vitest.ts'],
    setupFiles: ['test/runs.ts'],
    // Modules are loaded once for each worker, not for each file: that halves the time. So a test
    // leaves nothing behind in a module: it spies instead of mocking, and spies end with the test.
    isolate: false,
    maxWorkers: '100%', // vitest would leave a core free, of two
    experimental: { fsModuleCache: true }, // transforms a file when it changes, not in each run
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 20_000,
  },
});
