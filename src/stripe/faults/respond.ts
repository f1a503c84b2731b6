/** `respond`: any status, headers and body, before the idempotency layer. */
import * as z from 'zod';
import { wholeNumber } from '../../values.ts';
import { onArrival } from './effect.ts';
import { rawAnswer } from './raw-answer.ts';

/** Header names, except those that frame the message, which belong to HTTP. */
const HEADER_NAME =
  /^(?!(?:content-length|transfer-encoding|connection|keep-alive|upgrade|trailer)$)[\w-]+$/i;

const headers = z.lazy(() =>
  z
    .record(
      z.string().regex(HEADER_NAME, 'is not a header that a fault can set'),
      z.string().regex(/^[\t\x20-\x7e]*$/),
    )
    .transform((given) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])),
    ),
);

const body: z.ZodType<string, string | object> = z.lazy(() =>
  z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .transform((given) => (typeof given === 'string' ? given : JSON.stringify(given))),
);

export const respond = onArrival({
  name: 'respond',
  settings: {
    status: wholeNumber(200, 599).describe('the status of the answer'),
    headers: headers.default({}).describe('headers of the answer'),
    body: body.default('').describe('a string, or JSON to be serialized'),
  },
  act: (_request, settings) => {
    const { 'content-type': contentType = 'application/json', ...rest } = settings.headers;
    return rawAnswer(settings.status, settings.body, contentType, rest);
  },
});
