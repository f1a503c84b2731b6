/** Checks whether a server is ready, for images without curl. */
import { get } from 'node:http';
import { reachableHost } from '../address.ts';
import type { Options } from '../options.ts';

const TIMEOUT_MS = 2000;

/** `undefined` if a server on the configured address is ready, otherwise the reason. */
export function checkHealth({ host, port }: Options): Promise<string | undefined> {
  const reachable = reachableHost(host);
  return new Promise((resolve) => {
    const request = get(
      { host: reachable, port, path: '/healthcheck', timeout: TIMEOUT_MS },
      (response) => {
        response.resume();
        resolve(
          response.statusCode === 200
            ? undefined
            : `${reachable}:${port} answered ${response.statusCode}`,
        );
      },
    );
    request.once('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    request.once('error', (error) =>
      resolve(`${reachable}:${port} is not ready: ${error.message}`),
    );
  });
}
