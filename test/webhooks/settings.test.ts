/** The webhook settings: what they accept, and what they say about anything else. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readCommandOptions, readOptions } from '../../src/options.ts';

test('lists are separated by commas, in flags and in the environment', () => {
  const { webhookUrl, webhookEvents, webhookAllowHost } = readCommandOptions(
    { webhookUrl: 'http://a/, https://b.example/c' },
    { METER_MOCK_WEBHOOK_EVENTS: 'billing.meter.*,v2.core.event_destination.ping' },
  );
  expect(webhookUrl).toEqual(['http://a/', 'https://b.example/c']);
  expect(webhookEvents).toEqual(['billing.meter.*', 'v2.core.event_destination.ping']);
  expect(webhookAllowHost).toEqual([]);
  expect(readOptions({}).webhookSecret).toMatch(/^whsec_[A-Za-z0-9]{32}$/);
});

test.each([
  ['webhookUrl', 'nonsense'],
  ['webhookUrl', 'file:///etc/passwd'],
  ['webhookUrl', 'http://user:secret@a/'],
  ['webhookUrl', ''],
  ['webhookSecret', 'secret'],
  ['webhookEvents', 'billing.meter.error_report_triggered'], // only exists as a thin v1. type
  ['webhookEvents', 'x y*'],
  ['webhookApiVersion', 'yesterday'],
  ['webhookAllowHost', 'http://a/'],
  ['webhookTimeoutMs', 0],
  ['validationWindowSeconds', -1],
  ['reportDelay', 1.5],
])('%s does not take %j', (name, value) => {
  expect(() => readOptions({ [name]: value })).toThrow(new RegExp(`^${name} is .*; it must be `));
});

test('a flag for a list may be given several times', () => {
  const flags = ['--webhook-url', 'http://a/', '--webhook-url', 'nonsense'];
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.cjs', ...flags], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('is "http://a/,nonsense"; it ')]);
});
