/** Settings of the command: which source wins, and the error for a wrong value. */
import { expect, test } from 'vitest';
import { OptionsError, readCommandOptions } from '../../src/options.ts';

test.each<[Record<string, string>, Record<string, string>, RegExp]>([
  [{ port: 'abc' }, {}, /^--port is "abc"; it must be a whole number from 0 to 65535\.$/],
  [{}, { METER_MOCK_PORT: '70000' }, /^METER_MOCK_PORT is "70000"; it must be/],
  [{}, { PORT: 'x' }, /^PORT is "x"/],
  [{ retain: '-1' }, {}, /^--retain is "-1"/],
  [
    { logLevel: 'loud' },
    {},
    /^--log-level is "loud"; it must be debug, info, warn, error or silent/,
  ],
  [
    { fixtures: { meters: [] } as never },
    {},
    /it must be a path\. For an object, call loadFixtures/,
  ],
  [{ clock: 'noon' }, {}, /^--clock is "noon"; it must be seconds or ISO 8601/],
  [{ controlToken: 'short' }, {}, /^--control-token is/],
  [
    { host: 'localhost:8080' },
    {},
    /"localhost:8080"; it must be .* Write only the host: --host localhost --port 8080\./,
  ],
  [{}, { METER_MOCK_HOST: 'http://mock/' }, /Write only the host: --host mock\./],
  [{ allowHost: '*' }, {}, /^--allow-host is "\*"; .* It takes no patterns, .* name each host/],
  [{ allowHost: 'mock:80' }, {}, /Write only names: --allow-host mock\./],
])('%j %j', (flags, env, message) => {
  const read = () => readCommandOptions(flags, env);
  expect(read).toThrow(OptionsError);
  expect(read).toThrow(message);
});

test('a flag takes precedence over its variables, METER_MOCK_PORT over PORT', () => {
  const env = { METER_MOCK_PORT: '1', PORT: '2' };
  expect(readCommandOptions({ port: '3' }, env).port).toBe(3);
  expect(readCommandOptions({}, env).port).toBe(1);
  expect(readCommandOptions({}, { PORT: '2' }).port).toBe(2);
  expect(readCommandOptions({}, { METER_MOCK_PORT: '', PORT: '2' }).port).toBe(2);
});
