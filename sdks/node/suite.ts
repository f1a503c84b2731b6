/** Every scenario as a test of one SDK, and the file with the results. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterAll, expect, test } from 'vitest';
import { expected } from './expected.ts';
import { type Played, play } from './player.ts';
import { atPresent, type Scenario, scenarios } from './scenarios.ts';
import { rawRequestHostOf, type StreamHost, streamHostOf } from './stream-host.ts';

/** `name` is a key of `differs`: the folder and the major version. */
export function playAll(name: string, SDK: typeof Stripe): void {
  const results = new Map<Scenario, object>();
  let stream: StreamHost | undefined;

  test('sends stream requests to the expected host', async () => {
    stream = await streamHostOf(SDK);
    const movesWithTheRest = !['node-17', 'node-20'].includes(name);
    expect(stream.host).toBe(movesWithTheRest ? 'here' : 'meter-events.stripe.com');
    expect(await rawRequestHostOf(SDK)).toBe(process.env.STRIPE_MOCK_HOST);
  });

  for (const template of scenarios) {
    test.concurrent(template.name, async () => {
      const scenario = atPresent(template);
      const played = await play(SDK, scenario);
      results.set(template, result(scenario, played));
      expect(played).toMatchObject(expected(scenario, name));
    });
  }

  afterAll(() => {
    const folder = process.env.SDK_RESULTS_DIR;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const inOrder = scenarios.flatMap((scenario) => results.get(scenario) ?? []);
    const report = {
      sdk: 'stripe',
      version: SDK.PACKAGE_VERSION,
      name,
      language: 'Node.js',
      stream,
      results: inOrder,
    };
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  });
}

function result({ name, api_key }: Scenario, { steps, requests, events }: Played): object {
  const outcome = steps.at(-1)?.outcome;
  return {
    scenario: name,
    outcome,
    ...(api_key === undefined ? { requests, events } : { requests: null, events: null }),
  };
}
