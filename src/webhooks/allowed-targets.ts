/**
 * Which addresses events may be sent to. Anyone with a key can name a URL, so by default only this
 * machine and private networks are allowed. Link-local addresses, where clouds serve their
 * credentials, are never allowed.
 */
import { BlockList, isIP } from 'node:net';
import { lazily } from '../stripe/lazily.ts';

/**
 * Always allowed, and never allowed, whatever the settings say. IPv4 rules also cover IPv4-mapped
 * IPv6 addresses.
 */
const PRIVATE = lazily(() =>
  blockList({
    ipv4: ['0.0.0.0/32', '10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    ipv6: ['::/128', '::1/128', 'fc00::/7'],
  }),
);
const NEVER = lazily(() =>
  blockList({
    ipv4: ['169.254.0.0/16'],
    // Link-local, the metadata address of AWS, and 169.254.0.0/16 as NAT64 and 6to4 write it.
    ipv6: ['fe80::/10', 'fd00:ec2::254/128', '64:ff9b::a9fe:0/112', '2002:a9fe::/32'],
  }),
);
const LOCAL_NAME = /^[^.]+$|\.(?:localhost|internal|local)$/;

/** Decides which hosts and addresses may be called. */
export class AllowedTargets {
  readonly #names: readonly string[];

  /** @param names hosts besides the local ones, in lower case; a leading `*` matches anything */
  constructor(names: readonly string[]) {
    this.#names = names.map(bare);
  }

  /** Whether a URL may name this host. A name is checked again once its address is known. */
  allowsHost(hostname: string): boolean {
    const host = bare(hostname);
    if (isIP(host) !== 0) return this.allowsAddress(host, host);
    return LOCAL_NAME.test(host) || this.#isNamed(host);
  }

  /** Whether this address, which the host name resolved to, may be called. */
  allowsAddress(address: string, hostname: string): boolean {
    const [bareAddress = ''] = bare(address).split('%', 1); // without the zone
    if (isIP(bareAddress) === 0 || NEVER().check(bareAddress, familyOf(bareAddress))) return false;
    return PRIVATE().check(bareAddress, familyOf(bareAddress)) || this.#isNamed(bare(hostname));
  }

  #isNamed(host: string): boolean {
    return this.#names.some((name) =>
      name.startsWith('*') ? host.endsWith(name.slice(1)) : host === name,
    );
  }
}

/** Every host, for URLs that the user gave; link-local addresses stay forbidden. */
export const ANYWHERE = new AllowedTargets(['*']);

/** What the settings allow: the hosts of `--webhook-allow-host` and of every `--webhook-url`. */
export function allowedTargets(settings: {
  readonly webhookAllowHost: readonly string[];
  readonly webhookUrl: readonly string[];
}): AllowedTargets {
  const own = settings.webhookUrl.map((url) => new URL(url).hostname);
  return new AllowedTargets([...settings.webhookAllowHost, ...own]);
}

/** In lower case, without the brackets of IPv6 or the final dot of an absolute name. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function blockList(subnets: Record<'ipv4' | 'ipv6', readonly string[]>): BlockList {
  const list = new BlockList();
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const subnet of subnets[family]) {
      const [net = '', bits = ''] = subnet.split('/');
      list.addSubnet(net, Number(bits), family);
    }
  }
  return list;
}
