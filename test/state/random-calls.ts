/** Makes random calls to a server whose state records its commands. */
import fc from 'fast-check';
import { buildApp } from '../../src/app.ts';
import type { Command } from '../../src/commands.ts';
import { Waiters } from '../../src/control/waiters.ts';
import { createServedVerbs, createVerbs } from '../../src/create-verbs.ts';
import { silentLog } from '../../src/log.ts';
import { readOptions } from '../../src/options.ts';
import { State } from '../../src/state.ts';
import { VERSION } from '../v2-helper.ts';

const START = Date.parse('2026-01-31T12:00:00Z');

const ACCOUNTS = ['one', 'two'] as const;
const account = fc.constantFrom(...ACCOUNTS);
const few = (name: string) => fc.nat(4).map((n) => `${name}${n}`);
export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      account,
      name: few('calls'),
      identifier: few('id'),
      customer: few('cus_'),
      value: fc.constantFrom('1', '0.5', '-3', 'x', '12345678901234567'),
      key: fc.option(few('key')),
      acct: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      account,
      name: few('calls'),
      identifier: few('id'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('meter' as const),
      account,
      name: few('calls'),
      formula: fc.constantFrom('sum', 'count', 'last'),
      window: fc.constantFrom('', 'hour', 'day'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('rename', 'deactivate', 'reactivate'),
      account,
      which: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('customer', 'change', 'delete'),
      account,
      which: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('price' as const),
      account,
      which: fc.nat(5),
      amount: fc.constantFrom('1', '0.5', '300'),
      interval: fc.constantFrom('day', 'month'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('subscribe', 'unsubscribe', 'end later'),
      account,
      which: fc.nat(5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('v2 event', 'stream'),
      account,
      name: few('calls'),
      identifier: few('id'),
      customer: few('cus_'),
      value: fc.constantFrom('1', '0.5', 'x'),
      key: fc.option(few('key')),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      account: fc.option(account),
      seconds: fc.constantFrom(1, 45, 3600, 50_000, 90_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      effect: fc.constantFrom(
        'rate_limit',
        'api_error',
        'api_error_after_recording',
        'success_without_recording',
      ),
      probability: fc.constantFrom(1, 0.5),
      times: fc.constantFrom(1, 2, null),
      skip: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('destination' as const),
      account,
      thin: fc.boolean(),
      connected: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('ping', 'disable', 'enable', 'remove'),
      account,
      which: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('hold', 'release', 'redeliver', 'report'),
      account: fc.option(account),
      which: fc.nat(3),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('attempt' as const),
      which: fc.nat(5),
      outcome: fc.constantFrom('succeeded', 'failed', 'failed', 'canceled'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disarm' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('load' as const),
      account,
      identifier: few('id'),
      agoDays: fc.nat(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('share' as const), name: few('shared'), id: few('c') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reset' as const), account: fc.option(account) }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Real time that advances each time it is read. */
function timeOf() {
  let nowMs = START;
  return { now: () => nowMs++, wakeAt: () => {} };
}

/** A server whose state records its commands. */
export async function recorded(settings: object = {}) {
  const commands: Command[] = [];
  const options = readOptions(
    { port: 0, seed: 5, retain: 30, summaryLag: 30, clock: 'frozen', ...settings },
    { logLevel: 'silent' },
  );
  const clockStart = { startMs: START, frozen: true };
  const warnOnce = () => {};
  const onError = (error: Error) => {
    throw error;
  };
  const onCommand = (command: Command) => void commands.push(structuredClone(command));
  const dependencies = () => ({ time: timeOf(), clockStart, warnOnce, onError });
  const state = new State(options, { ...dependencies(), onCommand });
  const waiters = new Waiters(state.engine, state.feed);
  const served = createServedVerbs(state, undefined, waiters);
  const verbs = createVerbs(state, served);
  const app = await buildApp(state, served, options, silentLog);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { state, verbs, app, url, commands, second: () => new State(options, dependencies()) };
}

export type Server = Awaited<ReturnType<typeof recorded>>;

export async function run({ state, verbs, url }: Server, step: Step): Promise<void> {
  const call = (account: string, method: string, path: string, form = {}, headers = {}) =>
    fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer sk_test_${account}_key`, ...headers },
      ...(method === 'POST' && { body: new URLSearchParams(form) }),
    }).then((response) => response.text());
  const json = (key: string, path: string, body: object, headers = {}) =>
    fetch(`${url}/v2/billing/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'stripe-version': VERSION,
        ...headers,
      },
      body: JSON.stringify(body),
    }).then((response) => response.json());
  const v2Call = (account: string, method: string, path: string, body?: object) =>
    fetch(`${url}/v2/core${path}`, {
      method,
      headers: {
        authorization: `Bearer sk_test_${account}_key`,
        'content-type': 'application/json',
        'stripe-version': VERSION,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).then((response) => response.text());
  const ledger = (account: string) => state.billing.ledger({ account, livemode: false });
  const nth = <T>(items: T[], n: number) => items[n % Math.max(1, items.length)];
  const of = (account: string) => state.engine.account({ account, livemode: false });
  switch (step.do) {
    case 'event':
      await call(
        step.account,
        'POST',
        '/billing/meter_events',
        {
          event_name: step.name,
          identifier: step.identifier,
          'payload[stripe_customer_id]': step.customer,
          'payload[value]': step.value,
        },
        {
          ...(step.key !== null && { 'idempotency-key': step.key }),
          ...(step.acct && { 'stripe-account': 'acct_1' }),
        },
      );
      return;
    case 'cancel':
      await call(step.account, 'POST', '/billing/meter_event_adjustments', {
        event_name: step.name,
        type: 'cancel',
        'cancel[identifier]': step.identifier,
      });
      return;
    case 'meter':
      await call(step.account, 'POST', '/billing/meters', {
        display_name: 'm',
        event_name: step.name,
        'default_aggregation[formula]': step.formula,
        ...(step.window && { event_time_window: step.window }),
      });
      return;
    case 'rename':
    case 'deactivate':
    case 'reactivate': {
      const id = nth(of(step.account).meters.all(), step.which)?.id ?? 'mtr_none';
      const path = `/billing/meters/${id}${step.do === 'rename' ? '' : `/${step.do}`}`;
      await call(step.account, 'POST', path, step.do === 'rename' ? { display_name: 'new' } : {});
      return;
    }
    case 'customer':
      await call(step.account, 'POST', '/customers', { name: 'Ann', 'metadata[a]': '1' });
      return;
    case 'change':
    case 'delete': {
      const id = nth(of(step.account).customers.everyone(), step.which)?.id ?? 'cus_none';
      const method = step.do === 'delete' ? 'DELETE' : 'POST';
      await call(step.account, method, `/customers/${id}`, { email: 'a@example.com' });
      return;
    }
    case 'price': {
      const { meters } = of(step.account);
      const meter = nth(
        meters.all().filter(({ deactivatedAt }) => deactivatedAt === null),
        step.which,
      );
      await call(step.account, 'POST', '/prices', {
        currency: 'usd',
        'product_data[name]': 'Calls',
        unit_amount_decimal: step.amount,
        'recurring[interval]': step.interval,
        ...(meter !== undefined && {
          'recurring[usage_type]': 'metered',
          'recurring[meter]': meter.id,
        }),
      });
      return;
    }
    case 'subscribe': {
      const customers = of(step.account)
        .customers.everyone()
        .filter(({ deleted }) => !deleted);
      const prices = [...ledger(step.account).prices.values()];
      await call(step.account, 'POST', '/subscriptions', {
        customer: nth(customers, step.which)?.id ?? 'cus_none',
        'items[0][price]': nth(prices, step.which)?.id ?? 'price_none',
      });
      return;
    }
    case 'unsubscribe':
    case 'end later': {
      const id =
        nth([...ledger(step.account).subscriptions.values()], step.which)?.id ?? 'sub_none';
      const [method, form] =
        step.do === 'unsubscribe' ? ['DELETE', {}] : ['POST', { cancel_at_period_end: 'true' }];
      await call(step.account, method as string, `/subscriptions/${id}`, form as object);
      return;
    }
    case 'v2 event':
    case 'stream': {
      const event = {
        event_name: step.name,
        identifier: step.identifier,
        payload: { stripe_customer_id: step.customer, value: step.value },
      };
      const key = `sk_test_${step.account}_key`;
      const headers = { ...(step.key !== null && { 'idempotency-key': step.key }) };
      if (step.do === 'v2 event') {
        await json(key, 'meter_events', event, headers);
        return;
      }
      const session = await json(key, 'meter_event_session', {});
      const { authentication_token: token } = session as { authentication_token: string };
      await json(token, 'meter_event_stream', { events: [event, event] }, headers);
      return;
    }
    case 'move':
      await verbs.clock.advance(
        step.seconds,
        step.account === null ? {} : { account: step.account },
      );
      return;
    case 'fault':
      verbs.faults.arm({
        effect: step.effect,
        probability: step.probability,
        times: step.times,
        skip: step.skip,
      } as never);
      return;
    case 'destination': {
      const url = 'http://127.0.0.1:9/';
      if (!step.thin) {
        await call(step.account, 'POST', '/webhook_endpoints', {
          url,
          'enabled_events[]': '*',
          connect: `${step.connected}`,
        });
        return;
      }
      await v2Call(step.account, 'POST', '/event_destinations', {
        name: 'd',
        type: 'webhook_endpoint',
        event_payload: 'thin',
        enabled_events: ['v1.billing.meter.error_report_triggered', 'v1.billing.meter.created'],
        events_from: step.connected ? ['@self', '@accounts'] : ['@self'],
        webhook_endpoint: { url },
      });
      return;
    }
    case 'ping':
    case 'disable':
    case 'enable':
    case 'remove': {
      const name = { account: step.account, livemode: false };
      const id = nth(state.webhooks.destinations.of('event_destination', name), step.which)?.id;
      const path = `/event_destinations/${id ?? 'ed_none'}`;
      if (step.do === 'remove') await v2Call(step.account, 'DELETE', path);
      else await v2Call(step.account, 'POST', `${path}/${step.do}`, {});
      return;
    }
    case 'hold':
      state.apply({ kind: 'hold_deliveries', account: step.account ?? undefined });
      return;
    case 'release': {
      const numbers = state.webhooks.deliveries.open().map(({ number }) => number);
      const some = step.which === 0 ? undefined : numbers.slice(-step.which).reverse();
      const account = step.account ?? undefined;
      state.apply({ kind: 'release_deliveries', account, numbers: some });
      return;
    }
    case 'redeliver': {
      const instant = state.clocks.instant(step.account ?? 'one');
      state.apply({ kind: 'redeliver', ...instant, number: step.which + 1 });
      return;
    }
    case 'report': {
      const owner = step.account ?? 'one';
      const meterId = nth(of(owner).meters.all(), step.which)?.id ?? null;
      const type = { code: meterId === null ? 'no_meter' : 'archived_meter', error_count: 2 };
      state.apply({
        kind: 'raise_error_report',
        account: { account: owner, livemode: false },
        ...state.clocks.instant(owner),
        meterId,
        errorTypes: [{ ...type, sample_errors: [] }],
      });
      return;
    }
    case 'attempt': {
      const due = state.webhooks.deliveries.open().filter(({ status }) => status === 'due');
      const delivery = nth(due, step.which);
      if (delivery === undefined) return;
      const instant = state.clocks.instant(delivery.event.account.account);
      const { number } = delivery;
      state.apply({ kind: 'record_attempt', ...instant, number, outcome: step.outcome });
      return;
    }
    case 'disarm':
      verbs.faults.clear();
      return;
    case 'load':
      try {
        await verbs.loadFixtures({
          customers: [{ account: step.account, name: 'Bob' }],
          events: [
            {
              account: step.account,
              event_name: 'loaded',
              identifier: step.identifier,
              payload: { stripe_customer_id: 'cus_1', value: 2 },
              seconds_ago: step.agoDays * 50_000,
            },
          ],
        });
      } catch {} // refused as a whole: nothing has changed
      return;
    case 'share':
      try {
        await verbs.loadFixtures({
          meters: [
            {
              account: '*',
              display_name: 'm',
              event_name: step.name,
              default_aggregation: { formula: 'sum' },
            },
          ],
          customers: [{ account: '*', id: step.id }],
        });
      } catch {} // already shared
      return;
    case 'reset':
      verbs.reset(step.account === null ? {} : { account: step.account });
  }
}
