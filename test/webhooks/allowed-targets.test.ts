/** Which hosts and addresses events may be sent to. */
import { expect, test } from 'vitest';
import { AllowedTargets } from '../../src/webhooks/allowed-targets.ts';
import { urlProblem } from '../../src/webhooks/target-url.ts';

const byDefault = new AllowedTargets([]);

test.each([
  ['localhost', true],
  ['app', true],
  ['app.', true],
  ['API.localhost', true],
  ['db.internal', true],
  ['printer.local', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['192.168.1.1', true],
  ['[::1]', true],
  ['[fd12::1]', true],
  ['[::ffff:10.0.0.1]', true],
  ['0.0.0.0', true],
  ['example.com', false],
  ['local.example.com', false],
  ['notinternal', true], // a single label
  ['8.8.8.8', false],
  ['172.32.0.1', false],
  ['[2001:db8::1]', false],
  ['[::ffff:8.8.8.8]', false],
  ['169.254.169.254', false],
  ['[fe80::1]', false],
  ['[::ffff:169.254.169.254]', false],
  ['[64:ff9b::a9fe:a9fe]', false],
  ['[fd00:ec2::254]', false],
])('by default %s: %s', (host, allowed) => {
  expect(byDefault.allowsHost(host)).toBe(allowed);
});

test('allows named hosts, except link-local addresses', () => {
  const named = new AllowedTargets(['example.com', '*.example.org', '8.8.8.8', '169.254.169.254']);
  expect(named.allowsHost('example.com')).toBe(true);
  expect(named.allowsHost('www.example.com')).toBe(false);
  expect(named.allowsHost('a.b.example.org')).toBe(true);
  expect(named.allowsHost('8.8.8.8')).toBe(true);
  expect(named.allowsHost('169.254.169.254')).toBe(false);
  expect(named.allowsAddress('93.184.216.34', 'example.com')).toBe(true);
  expect(named.allowsAddress('169.254.1.1', 'example.com')).toBe(false);
  expect(named.allowsAddress('fe80::1%eth0', 'example.com')).toBe(false);
  expect(named.allowsAddress('nonsense', 'example.com')).toBe(false);
});

test('a local name may resolve only to local addresses', () => {
  expect(byDefault.allowsAddress('10.0.0.1', 'app')).toBe(true);
  expect(byDefault.allowsAddress('8.8.8.8', 'app')).toBe(false);
  expect(new AllowedTargets(['*']).allowsAddress('8.8.8.8', 'app')).toBe(true);
});

test.each([
  ['nonsense', 'not_a_url'],
  ['', 'not_a_url'],
  [`http://localhost/${'a'.repeat(3000)}`, 'not_a_url'],
  ['file:///etc/passwd', 'not_http'],
  ['ftp://localhost/', 'not_http'],
  ['javascript:alert(1)', 'not_http'],
  ['http://user:secret@localhost/', 'has_credentials'],
  ['http://user@localhost/', 'has_credentials'],
  ['http://example.com/', 'not_allowed'],
  ['http://0xa9fea9fe/', 'not_allowed'], // 169.254.169.254 in another notation
  ['http://2852039166/', 'not_allowed'],
  ['http://localhost:3000/hook?a=b', undefined],
  ['https://127.0.0.1/', undefined],
])('%s: %s', (url, problem) => {
  expect(urlProblem(url, byDefault)).toBe(problem);
});
