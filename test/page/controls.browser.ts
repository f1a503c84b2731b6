/** What a person can do on the page: faults, the clock, the whole state, the token. */
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { START } from '../helper.ts';
import { describeInBrowser, open, usage } from './open-page.ts';

describeInBrowser('controls', () => {
  test('arms a fault, shows that it fired, and removes it', async () => {
    const { page, go, send, mock } = await open();
    await go('#/controls');
    await page.getByLabel('Effect').selectOption('rate_limit');
    await page.getByText('The client gets a 429 rate_limit').waitFor();
    await page.getByLabel('Times to fire').fill('2');
    await page.getByLabel('For customer').fill('cus_1');
    await page
      .getByText('mock.faults.arm({"effect":"rate_limit","match":{"customer":"cus_1"},"times":2});')
      .waitFor();
    await page.getByRole('button', { name: 'Arm' }).click();
    await page.getByText('Armed rate_limit as fault_1.').waitFor();
    await page.getByText('0 of 2').waitFor();
    await send(usage('cus_1', 1));
    await page.getByText('1 of 2', { exact: true }).waitFor();
    await send(usage('cus_1', 1));
    await page.getByRole('row').filter({ hasText: 'used up: 2 of 2' }).waitFor();
    await page.getByRole('link', { name: 'Requests' }).click();
    await page.getByRole('cell', { name: '429' }).first().waitFor();
    await page.getByRole('cell', { name: 'fault rate_limit' }).first().waitFor();
    await page.getByRole('link', { name: 'Controls' }).click();
    await page.getByRole('button', { name: 'Remove rate_limit fault_1' }).click();
    await page.getByText('No fault is armed').waitFor();
    expect(mock.faults.list().data).toEqual([]);
  });

  test('refuses what cannot be armed by the label of its field, and previews what was typed', async () => {
    const { page, go, mock } = await open();
    await go('#/controls');
    await page.getByLabel('Effect').selectOption('respond');
    await page.getByText('mock.faults.arm({"effect":"respond"});').waitFor();
    await page.getByRole('button', { name: 'Arm' }).click();
    await page
      .getByRole('alert')
      .getByText(/^Status: \S/)
      .waitFor();
    await page.getByLabel('Status').fill('700');
    await page.getByRole('button', { name: 'Arm' }).click();
    await page
      .getByRole('alert')
      .getByText(/^Status: .*599/)
      .waitFor();
    await page.getByLabel('Effect').selectOption('delay');
    await page.getByText('Delay (ms) delay_ms required').waitFor();
    await page.getByRole('button', { name: 'Arm' }).click();
    await page
      .getByRole('alert')
      .getByText(/^Delay \(ms\): \S/)
      .waitFor();
    const wait = page.getByLabel('Delay (ms)');
    expect(await wait.evaluate((input) => input === document.activeElement)).toBe(true);
    await wait.fill('5');
    await page.getByLabel('Probability (0 to 1)').fill('1.5');
    await page.getByRole('button', { name: 'Arm' }).click();
    await page
      .getByRole('alert')
      .getByText(/^Probability \(0 to 1\): \S/)
      .waitFor();
    expect(mock.faults.list().data).toEqual([]);
    await page.getByLabel('Probability (0 to 1)').fill('');
    await page.getByRole('button', { name: 'Arm' }).click();
    await page.getByText('Armed delay as fault_1.').waitFor();
  });

  test('shows why the server refused something', async () => {
    const { page, go } = await open();
    await go('#/controls');
    await page.getByLabel('For path').fill('nowhere');
    await page.getByRole('button', { name: 'Arm' }).click();
    await page.getByRole('alert').getByText('match.path').waitFor();
  });

  test('moves the clock, freezes it, and sets it to a time', async () => {
    const { page, go, mock } = await open({}, { timezoneId: 'America/New_York' });
    await go('#/controls');
    await page.getByRole('button', { name: '+24 h' }).click();
    await page.getByText('The clock is at 2026-02-01T12:00:00.000Z.').waitFor();
    expect(mock.clock.state().now_seconds).toBe(START + 86_400);
    await page.getByRole('button', { name: 'Unfreeze' }).click();
    await page.getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByRole('button', { name: 'Unfreeze' }).waitFor();
    await page.getByLabel('Move to (your time zone)').fill('2026-03-01T00:00:00');
    await page.getByRole('button', { name: 'Move there' }).click();
    await page.getByText('The clock is at 2026-03-01T05:00:00.000Z.').waitFor();
    await page.locator('header time[title="2026-03-01T05:00:00.000Z (UTC)"]').waitFor();
    await page.getByLabel('Move to (your time zone)').fill('2026-02-01T00:00:00');
    await page.getByRole('button', { name: 'Move there' }).click();
    await page.getByRole('alert').getByText('The clock only moves forward').waitFor();
  });

  test('saves a state, resets everything, and loads the state', async () => {
    const { page, go, send, mock } = await open();
    await send(usage('cus_1', 25));
    await go('#/controls');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save state' }).click();
    const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    await page.getByRole('button', { name: 'Reset everything…' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(mock.usage().data).toHaveLength(1);
    await page.getByRole('button', { name: 'Reset everything…' }).click();
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await page.getByText('Reset to the state at startup.').waitFor();
    expect(mock.usage().data).toEqual([]);
    const file = join(tmpdir(), `page-state-${process.pid}.json`);
    await writeFile(file, JSON.stringify(saved));
    await page.getByLabel('Load state').setInputFiles(file);
    await page.getByText(/Loaded .*1 events/).waitFor();
    expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '25' }]);
  });

  test('asks for the token once, and keeps it for the tab', async () => {
    const { page, go, send } = await open({ controlToken: 'a-long-secret' });
    await send(usage('cus_1', 25));
    await go('#/events');
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('The control routes require the token').waitFor();
    await page.getByLabel('Token').fill('a-long-secret');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('cell', { name: 'cus_1' }).waitFor();
    await page.reload();
    await page.getByRole('cell', { name: 'cus_1' }).waitFor();
    const stored = 'sessionStorage.length + "," + localStorage.length + "," + document.cookie';
    expect(await page.evaluate(stored)).toBe('1,0,');
  });

  test('says that the server is gone, and reconnects when it is back', async () => {
    const { page, go, mock, url } = await open();
    await go('');
    await page.getByText('connected', { exact: true }).waitFor();
    await mock.close();
    await page.getByText('The server does not answer').waitFor();
    await page.getByText('not connected', { exact: true }).waitFor();
    const { startMeterMock } = await import('../../src/index.ts');
    await using again = await startMeterMock({ port: Number(new URL(url).port) });
    await page.getByText('connected', { exact: true }).waitFor();
    expect(again.requests().data).toEqual([]);
  });
});
