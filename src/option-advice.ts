/** What to write instead of a setting that is wrong, and which variables are no settings. */
import { isIP } from 'node:net';
import { guess } from './values.ts';

/** A host name or an address, without a port. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^\w[\w.-]*$/.test(text);
}

/** A sentence about the commonest ways to get a setting wrong; empty for others. */
export function adviceOf(name: string, value: unknown): string {
  const given = [value].flat().join(',');
  if (name === 'host') return hostAdvice(given);
  return name === 'allowHost' ? namesAdvice(given) : '';
}

function hostAdvice(given: string): string {
  const [host, port] = parts(given);
  if (!isHost(host)) return '';
  const rest = port === '' ? '' : ` --port ${port}`;
  return ` Write the host alone: --host ${host}${rest}.`;
}

function namesAdvice(given: string): string {
  if (given.includes('*')) {
    return (
      ' It takes no patterns, since any page in a browser could then call the control routes: ' +
      'name each host, as in --allow-host meter-mock,mock.test.'
    );
  }
  const names = given.split(',').map((each) => parts(each.trim())[0]);
  return names.every(isHost) ? ` Write names alone: --allow-host ${names.join(',')}.` : '';
}

/** The host and the port of what may be a URL. */
function parts(text: string): [host: string, port: string] {
  const [, host = '', port = ''] =
    /^(?:\w+:\/\/)?\[?(.*?)\]?(?::(\d+))?(?:\/.*)?$/.exec(text) ?? [];
  return [host, port];
}

/** Set by container runtimes for a service of that name, not by the user. */
const OF_RUNTIMES = /^METER_MOCK_(?:PORT_\d+_|SERVICE_|NAME$|ENV_)/;

/** A sentence for each `METER_MOCK_…` variable that no setting reads. */
export function unknownVariables(env: NodeJS.ProcessEnv, known: readonly string[]): string[] {
  const ours = Object.keys(env).filter((name) => /^METER_MOCK_/i.test(name));
  const unknown = ours.filter((name) => !known.includes(name) && !OF_RUNTIMES.test(name));
  return unknown.map(
    (name) => `no setting reads ${name}${guess(name.toUpperCase(), known)}: it changes nothing`,
  );
}
