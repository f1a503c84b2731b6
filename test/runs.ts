/** The number of random runs of a costly test: all in CI, a fifth elsewhere. */
import fc from 'fast-check';

/**
 * How many of `all` runs to make. CI makes all; a laptop makes a fifth, so that `npm test` stays
 * under a minute. fast-check draws new cases each time, so many short runs cover what one long run
 * would.
 */
export const runs = (all: number): number => (process.env['CI'] ? all : Math.ceil(all / 5));

// The default number of runs of a property.
fc.configureGlobal({ numRuns: runs(100) });
