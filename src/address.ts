/** Addresses to listen on, and addresses to reach them. */

/** The address at which this machine reaches a server that listens on `host`. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/**
 * The host of a URL, without the brackets of an IPv6 address, as a client's `host` option expects
 * it.
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
