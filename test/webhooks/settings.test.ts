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
  ['webhookUrl', 'http://169.254.169.254/latest'], // where nothing is ever sent
  ['webhookUrl', 'http://[fe80::1]/'],
  ['webhookUrl', `http://a/${'a'.repeat(3000)}`],
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

test('a URL that is wrong among several is named, with the reason', () => {
  expect(() => readOptions({ webhookUrl: 'http://a/,http://169.254.169.254/' })).toThrow(
    /"http:\/\/169\.254\.169\.254\/": .* but never to link-local addresses\.$/,
  );
  expect(() => readOptions({ webhookUrl: ['http://a/', 'ftp://b/'] })).toThrow(
    /"ftp:\/\/b\/": URL must begin with http:\/\/ or https:\/\/\.$/,
  );
});

test('a URL of the setting may lead anywhere else', () => {
  const { webhookUrl } = readOptions({ webhookUrl: 'http://8.8.8.8/,https://example.com/a' });
  expect(webhookUrl).toEqual(['http://8.8.8.8/', 'https://example.com/a']);
});

test('a flag for a list may be given several times', () => {
  const flags = ['--webhook-url', 'http://a/', '--webhook-url', 'nonsense'];
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.cjs', ...flags], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('is "http://a/,nonsense"; it ')]);
});
