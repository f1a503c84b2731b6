/** How often a costly test tries: all of it in CI, a fifth of it elsewhere. */
import fc from 'fast-check';

/**
 * How many of `all` runs to make. CI makes all; a laptop makes a fifth, so that `npm test` stays
 * under a minute. fast-check draws others each time, so that many short runs try what one long run
 * tries.
 */
export const runs = (all: number): number => (process.env['CI'] ? all : Math.ceil(all / 5));

// The number of runs of every property that names none.
fc.configureGlobal({ numRuns: runs(100) });
