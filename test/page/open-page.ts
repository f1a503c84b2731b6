/** Opens the page in a browser, with a new server for each test. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import type { MeterMockOptions } from '../../src/index.ts';
import { serve, type TestServer } from '../helper.ts';
import { findBrowser, launch } from './browser.ts';

/** A page, and the server that it shows. */
export interface Opened extends TestServer {
  readonly page: Page;
  /** Goes to an address after the #. */
  go(hash: string): Promise<void>;
  /** Sends an event with the given fields. */
  send(fields: Readonly<Record<string, string>>, key?: string): Promise<unknown>;
}

const executable = findBrowser();
let browser: Browser | undefined;

/** Tests that need a browser: without one they are skipped, by name, except in CI. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executable === undefined && process.env['CI']) {
    throw new Error('There is no browser: install chromium, or set $CHROME to the path of one.');
  }
  describe.skipIf(executable === undefined)(name, () => {
    beforeAll(async () => {
      browser = await launch(executable as string);
    });
    afterAll(async () => {
      await browser?.close();
    });
    tests();
  });
}

/** Opens the page. A test fails on any error in the page, or any violation of its policy. */
export async function open(
  options: MeterMockOptions = {},
  context: BrowserContextOptions = {},
): Promise<Opened> {
  const server = await serve(options);
  const opened = await (browser as Browser).newContext(context);
  onTestFinished(() => opened.close());
  const page = await opened.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    const isOwn = page.url().startsWith(server.url);
    // A refusal that a test provoked, or a server that a test has closed.
    const isExpected = /status of 40\d|ERR_CONNECTION_REFUSED/.test(message.text());
    if (isOwn && message.type() === 'error' && !isExpected) {
      wrong.push(message.text());
    }
  });
  onTestFinished(() => expect(wrong).toEqual([]));
  const go = async (hash: string) => {
    await page.goto(`${server.url}/_mock/${hash}`);
  };
  const send = (fields: Readonly<Record<string, string>>, key?: string) =>
    server.event(
      new URLSearchParams({ event_name: 'api_calls', ...fields }).toString(),
      key === undefined ? {} : { 'idempotency-key': key },
    );
  return { ...server, page, go, send };
}

/** The fields of an event for a customer. */
export function usage(customer: string, value: string | number): Record<string, string> {
  return { 'payload[stripe_customer_id]': customer, 'payload[value]': `${value}` };
}
