/** Checks a URL that events are to be sent to. */
import type { AllowedTargets } from './allowed-targets.ts';

/** The longest URL, in characters. GUESS: Stripe's own limit is not known. */
const MAX_LENGTH = 2048;

/** Why a URL cannot be a destination: it is malformed, or its host is not allowed. */
export type UrlProblem = 'not_a_url' | 'not_http' | 'has_credentials' | 'not_allowed';

/** What is wrong with a URL, or undefined. */
export function urlProblem(text: string, allowed: AllowedTargets): UrlProblem | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return 'not_a_url';
  const { protocol, username, password, hostname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'not_http';
  if (username !== '' || password !== '') return 'has_credentials';
  return allowed.allowsHost(hostname) ? undefined : 'not_allowed';
}

/** The problem in words, for messages. The last is this server's own: Stripe calls any address. */
export function problemText(problem: UrlProblem, url: string): string {
  switch (problem) {
    case 'not_a_url':
      return 'Not a valid URL';
    case 'not_http':
      return 'URL must begin with http:// or https://';
    case 'has_credentials':
      return 'URL must not contain a user name or a password';
    case 'not_allowed':
      return (
        `stripe-meter-mock does not send to ${new URL(url).hostname}: only to loopback and ` +
        'private addresses, names without a dot, *.localhost, *.internal and *.local, and to ' +
        'what --webhook-allow-host names, but never to link-local addresses'
      );
  }
}
