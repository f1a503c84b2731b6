/** Addresses to listen on, and the ones to reach them by. */

/** The address by which this machine reaches a server that listens on `host`. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/**
 * The host of a URL, without the brackets of an IPv6 address: what a client's `host` option takes.
 */
export function bareHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** The URL of a server that listens on an address. */
export function urlOf({
  address,
  port,
}: {
  readonly address: string;
  readonly port: number;
}): string {
  const host = reachableHost(address);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
