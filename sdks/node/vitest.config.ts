import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The snippet names the package as its readers do.
  resolve: { alias: { stripe: 'stripe-23' } },
  test: { maxConcurrency: 100, testTimeout: 30_000 },
});
