/** The tests of the page in a real browser: npm run test:page. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/page/**/*.browser.ts'],
    fileParallelism: false, // a browser takes a machine's time for itself
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
