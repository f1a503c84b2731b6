import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The snippet imports the package under the name that its readers use.
  resolve: { alias: { stripe: 'stripe-23' } },
  test: { maxConcurrency: 100, testTimeout: 30_000 },
});
