import { expect, test } from 'vitest';
import { list } from './control.ts';

test('the snippet creates a meter event', async () => {
  await import('./snippet.ts');
  expect(await list('meter_events?account=default&limit=1')).toMatchObject([
    { event_name: 'api_requests', customer: 'cus_1', value: '25' },
  ]);
});
