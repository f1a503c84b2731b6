/**
 * Protects the control routes: web pages in the user's browser may not call them, and a token can
 * be required.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { ControlError } from './control-error.ts';

/** The settings of the check. */
export interface SafetyOptions {
  readonly token: string | undefined;
  /** Host names allowed by the user, in lower case. */
  readonly allowedHosts: readonly string[];
}

/**
 * Throws a ControlError for an event that this server, or Stripe, delivers. Anyone with a key can
 * choose where events are sent, and must not reach the control routes that way.
 */
export function refuseDelivery(headers: IncomingHttpHeaders): void {
  if (headers['stripe-signature'] === undefined) return;
  throw new ControlError(403, 'The control routes take no deliveries of events.');
}

/**
 * Throws a ControlError if a web page could have sent the request: a foreign Origin, a cross-site
 * fetch, or a Host that suggests DNS rebinding.
 */
export function refuseForgery(headers: IncomingHttpHeaders, allowedHosts: readonly string[]): void {
  const host = headers.host ?? '';
  if (!isLocalName(hostNameOf(host), allowedHosts)) {
    throw new ControlError(
      403,
      `The control routes do not answer to the host name ${JSON.stringify(host)}. Use an ` +
        'address or localhost, or start the server with --allow-host ' +
        `${hostNameOf(host) || '<name>'}.`,
    );
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new ControlError(403, 'The control routes do not answer web pages of another origin.');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ControlError(403, 'The control routes do not answer cross-site requests.');
}

/** Throws a ControlError if a token is required and not given. */
export function requireToken(authorization: string | undefined, token: string | undefined): void {
  if (token === undefined) return;
  const given = authorization?.startsWith('Bearer ') ? authorization.slice(7) : '';
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new ControlError(
      401,
      'The control routes require the token of --control-token, as Authorization: Bearer <token>.',
    );
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hostNameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

function isLocalName(name: string, allowedHosts: readonly string[]): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    isIP(name) !== 0 ||
    allowedHosts.includes(name)
  );
}
