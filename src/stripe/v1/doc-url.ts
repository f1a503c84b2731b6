/** The pages where Stripe explains the codes of v1 errors. */

/** Codes without a page: recorded without one, or our own guesses. */
const WITHOUT_PAGE = new Set(['property_expansion_max_depth', 'invalid_context']);

/** The `doc_url` of a code. */
export function docUrl(code: string | undefined): string | undefined {
  if (code === undefined || WITHOUT_PAGE.has(code)) return undefined;
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}
