/** What to write instead of a wrong setting, and which variables are not settings. */
import { isIP } from 'node:net';
import { guess, shown } from './values.ts';
import { ANYWHERE } from './webhooks/allowed-targets.ts';
import { problemText, urlProblem } from './webhooks/target-url.ts';

/** A host name or an address, without a port. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^\w[\w.-]*$/.test(text);
}

/** A sentence about the most common mistakes in a setting; empty for others. */
export function adviceOf(name: string, value: unknown): string {
  const given = [value].flat().join(',');
  if (name === 'host') return hostAdvice(given);
  if (name === 'fixtures' && typeof value === 'object') {
    return ' For an object, call loadFixtures() on the mock.';
  }
  if (name === 'webhookUrl') return urlAdvice(given);
  return name === 'allowHost' ? namesAdvice(given) : '';
}

function hostAdvice(given: string): string {
  const [host, port] = parts(given);
  if (!isHost(host)) return '';
  const rest = port === '' ? '' : ` --port ${port}`;
  return ` Write only the host: --host ${host}${rest}.`;
}

function namesAdvice(given: string): string {
  if (given.includes('*')) {
    return (
      ' It takes no patterns, since any page in a browser could then call the control routes: ' +
      'name each host, as in --allow-host meter-mock,mock.test.'
    );
  }
  const names = given.split(',').map((each) => parts(each.trim())[0]);
  return names.every(isHost) ? ` Write only names: --allow-host ${names.join(',')}.` : '';
}

/** What is wrong with the first that is. */
function urlAdvice(given: string): string {
  for (const url of given.split(',').map((each) => each.trim())) {
    const problem = urlProblem(url, ANYWHERE);
    if (problem !== undefined) return ` ${shown(url)}: ${problemText(problem, url)}.`;
  }
  return '';
}

/** The host and the port of what may be a URL. */
function parts(text: string): [host: string, port: string] {
  const [, host = '', port = ''] =
    /^(?:\w+:\/\/)?\[?(.*?)\]?(?::(\d+))?(?:\/.*)?$/.exec(text) ?? [];
  return [host, port];
}

/** Set by container runtimes for a service called `meter-mock`, not by the user. */
const OF_RUNTIMES = /^METER_MOCK_(?:PORT_\d+_|SERVICE_|NAME$|ENV_)/;

/** A sentence for each `METER_MOCK_…` variable that no setting reads. */
export function unknownVariables(env: NodeJS.ProcessEnv, known: readonly string[]): string[] {
  const ours = Object.keys(env).filter((name) => /^METER_MOCK_/i.test(name));
  const unknown = ours.filter((name) => !known.includes(name) && !OF_RUNTIMES.test(name));
  return unknown.map(
    (name) => `${name} is not a setting${guess(name.toUpperCase(), known)}: it has no effect`,
  );
}
