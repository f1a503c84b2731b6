/** What `exec` logs at the end: that no SDK call came, and which meters events created. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { type LogChanges, logControls, logInvalid } from '../log.ts';

/** Routes that only this server has: a call to one does not mean that an SDK is set up. */
const OWN_ROUTE = /^\/(?:_mock|healthcheck)(?:[/?]|$)/;

/** Listens while the command runs, so that the end has one line instead of one for each meter. */
export class ExecReport {
  #connections = 0;
  #requests = 0;
  #ownRequests = 0;
  /** The event names of meters that events created. */
  readonly #made = new Set<string>();

  /** Logs other changes as they happen, and counts every HTTP request to this process. */
  readonly logs: LogChanges = (feed, log) => {
    logInvalid(feed, log);
    if (log.isLevelEnabled('info')) logControls(feed, log);
    subscribe('net.server.socket', () => void this.#connections++);
    // Counted on arrival: the command may end before a request is answered.
    subscribe('http.server.request.start', (message) => {
      const { url = '' } = (message as { request: IncomingMessage }).request;
      if (OWN_ROUTE.test(url)) this.#ownRequests++;
      else this.#requests++;
    });
    feed.listen(['meter_created'], ({ meter }) => {
      if (meter.madeByMock) this.#made.add(meter.eventName);
    });
  };

  /**
   * Sentences for the log.
   * @param url the server's
   */
  sentences(url: string): string[] {
    return [...this.#nothingCame(url), ...this.#metersMade()];
  }

  #nothingCame(url: string): string[] {
    if (this.#requests > 0) return [];
    return [
      `${this.#whatCame()}: no SDK reads STRIPE_API_BASE by itself. Point the client at ` +
        `its value, which was ${url}; the README shows how`,
    ];
  }

  #whatCame(): string {
    if (this.#ownRequests > 0)
      return (
        "the command called only this server's own routes (/_mock, /healthcheck), " +
        "and none of Stripe's"
      );
    if (this.#connections > 0) return 'the command connected but sent no HTTP request';
    return 'the command sent no request';
  }

  #metersMade(): string[] {
    const names = [...this.#made];
    if (names.length === 0) return [];
    const named = names.slice(0, 20).map((name) => JSON.stringify(name));
    const rest = names.length > 20 ? ` and ${names.length - 20} more` : '';
    const meters = names.length === 1 ? 'a meter' : `${names.length} meters`;
    return [
      `events created ${meters}, each with the sum of "value": ${named.join(', ')}${rest}. With ` +
        '--strict such events would be refused',
    ];
  }
}
