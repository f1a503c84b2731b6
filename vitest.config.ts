import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'stripe-meter-mock': new URL('src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    globalSetup: ['src/vitest.ts'],
    testTimeout: 60_000,
    hookTimeout: 20_000,
  },
});
