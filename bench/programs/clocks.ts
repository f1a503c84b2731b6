/** Memory of accounts with their own clocks and without, each with one event. */
import { RealTime } from '../../src/metering/real-time.ts';
import { readOptions } from '../../src/options.ts';
import { State } from '../../src/state.ts';

const ACCOUNTS = 10_000;

function stateOf(): State {
  const options = readOptions({});
  const onError = (error: Error) => {
    throw error;
  };
  const time = new RealTime();
  return new State(options, { time, clockStart: {}, warnOnce: () => {}, onError });
}

function fill(state: State, haveClocks: boolean): void {
  for (let i = 0; i < ACCOUNTS; i++) {
    const account = { account: `a${i}`, livemode: false };
    const nowMs = state.clocks.now();
    if (haveClocks) {
      const realMs = state.clocks.time.now();
      state.apply({ kind: 'set_clock', account: account.account, nowMs, frozen: false, realMs });
    }
    const payload = new Map([
      ['stripe_customer_id', 'cus_1'],
      ['value', '1'],
    ]);
    const identifier = `event_${i}`;
    const timestamp = Math.floor(nowMs / 1000);
    const names = { requestId: null, idempotencyKey: null, source: 'v1' } as const;
    const input = { eventName: 'calls', identifier, payload, timestamp, ...names };
    const instant = state.clocks.instant(account.account);
    state.apply({ kind: 'record_event', account, ...instant, input });
  }
}

function bytesOf(haveClocks: boolean): number {
  const state = stateOf();
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  fill(state, haveClocks);
  global.gc?.();
  const after = process.memoryUsage().heapUsed;
  if (state.engine.accounts().length !== ACCOUNTS) throw new Error('some accounts are missing');
  return after - before;
}

bytesOf(false); // warms up
const without = bytesOf(false) / ACCOUNTS;
const having = bytesOf(true) / ACCOUNTS;
process.stdout.write(JSON.stringify({ accounts: ACCOUNTS, without, having }));
