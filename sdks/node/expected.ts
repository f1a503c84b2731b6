/** What a scenario expects of one SDK, as `toMatchObject` takes it. */
import { expect } from 'vitest';
import type { Expectation, Scenario } from './scenarios.ts';

/** `name` is a key of `differs`: the folder and the major version. */
export function expected(scenario: Scenario, name: string): object {
  const differs = scenario.differs?.[name] ?? scenario.differs?.['node'];
  const { events, requests } = { ...scenario, ...differs };
  return {
    steps: scenario.steps.map((step, index) => ({
      ...outcome(differs?.steps?.[index] ?? step.expect),
      ...(step.replayed && { newest: { replayed: true } }),
    })),
    ...(events !== undefined && { events }),
    ...(requests !== undefined && { requests }),
  };
}

function outcome(expectation: Expectation): object {
  return 'ok' in expectation
    ? { ok: withPatterns(expectation.ok) }
    : { error: withPatterns(expectation.error) };
}

/** `message_matches: "^a"` means that `message` must match. */
function withPatterns(fields: object): object {
  const suffix = '_matches';
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      name.endsWith(suffix)
        ? [name.slice(0, -suffix.length), expect.stringMatching(value)]
        : [name, value],
    ),
  );
}
