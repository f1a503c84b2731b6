/**
 * The live feed: JSON lines over a response that is kept open, made only while there are viewers.
 */
import { setMaxListeners } from 'node:events';
import * as z from 'zod';
import type { LiveQuery } from '../documents/live-document.ts';
import { lazily } from '../stripe/lazily.ts';
import { ControlError, check } from './control-error.ts';
import { LiveChannel, type LiveSources } from './live-channel.ts';
import { type KeptResponse, LiveRead } from './live-read.ts';
import { LiveViewer } from './live-viewer.ts';
import { accountParam } from './query-values.ts';

export const liveQuery = lazily(() =>
  z.strictObject({
    account: accountParam('the account that the key named; default: all'),
  }),
);

/** How many viewers there can be. */
const MOST_VIEWERS = 20;
/** Room for others that listen for the server's close. */
const MORE_LISTENERS = 100;

/** All viewers, by the account that they watch. */
export class LiveFeed {
  readonly #sources: LiveSources;
  readonly #version: string;
  readonly #channels = new Map<string | undefined, LiveChannel>();

  constructor(sources: LiveSources, version: string) {
    this.#sources = sources;
    this.#version = version;
  }

  /** Throws a ControlError if there are too many viewers. */
  open(query: LiveQuery = {}): LiveRead {
    const { account } = check(liveQuery(), query);
    if (this.#count() >= MOST_VIEWERS) {
      throw new ControlError(
        503,
        `This feed already has ${MOST_VIEWERS} viewers: close some of them.`,
      );
    }
    return new LiveRead((response, closing) => this.#join(account, response, closing));
  }

  #join(account: string | undefined, response: KeptResponse, closing: AbortSignal): void {
    const channel = this.#channelOf(account);
    const viewer = new LiveViewer(response, (each) => channel.sendSnapshot(each));
    const end = () => viewer.end();
    setMaxListeners(MOST_VIEWERS + MORE_LISTENERS, closing); // or Node warns of a leak
    closing.addEventListener('abort', end);
    response.once('close', () => {
      closing.removeEventListener('abort', end);
      channel.viewers.delete(viewer);
      if (channel.viewers.size > 0) return;
      channel.close();
      if (this.#channels.get(account) === channel) this.#channels.delete(account);
    });
    channel.add(viewer);
    if (closing.aborted) end();
  }

  #channelOf(account: string | undefined): LiveChannel {
    let channel = this.#channels.get(account);
    if (channel === undefined) {
      channel = new LiveChannel(this.#sources, account, this.#version);
      this.#channels.set(account, channel);
    }
    return channel;
  }

  #count(): number {
    return [...this.#channels.values()].reduce((sum, { viewers }) => sum + viewers.size, 0);
  }
}
