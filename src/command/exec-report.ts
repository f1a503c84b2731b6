/** What `exec` logs at the end: that no request came, and which meters were created by events. */
import { type LogChanges, logControls, logInvalid } from '../log.ts';

/** Listens while the command runs, so that the end has one line instead of one for each meter. */
export class ExecReport {
  #requests = 0;
  /** The event names of meters that events created. */
  readonly #made = new Set<string>();

  /** Logs other changes as they happen. */
  readonly logs: LogChanges = (feed, log) => {
    logInvalid(feed, log);
    if (log.isLevelEnabled('info')) logControls(feed, log);
    feed.listen(['request_answered'], () => void this.#requests++);
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
      'the command sent no request: no SDK reads STRIPE_API_BASE by itself. Point the client at ' +
        `it, which was ${url}; the README shows how`,
    ];
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
