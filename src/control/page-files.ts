/**
 * Serves the page's files as the build made them. They hold no data, so they need no token, and any
 * site may link to them.
 */
import { createHash } from 'node:crypto';
import { promises as disk } from 'node:fs'; // 'node:fs/promises' would be loaded at every start
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ControlError } from './control-error.ts';
import { refuseForgery } from './safety.ts';

/** Where they are: next to the bundle or, when running from source, where the build put them. */
const PLACES = ['./page/', '../../dist/page/'].map((path) => new URL(path, import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
};

/** Nothing from other origins, nothing inline, no HTML made from strings, and no framing. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SAFE = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A file with its compressed forms. */
interface PageFile {
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly type: string;
  readonly etag: string;
}

/** Serves the page at `prefix/`, and its files under `prefix/page/`. */
export function servePage(
  app: FastifyInstance,
  { prefix, allowedHosts }: { readonly prefix: string; readonly allowedHosts: readonly string[] },
): void {
  let files: Promise<ReadonlyMap<string, PageFile>> | undefined; // read when first asked for
  const send = async (name: string, request: FastifyRequest, reply: FastifyReply) => {
    try {
      refuseFrames(request.headers, allowedHosts);
      const file = (await (files ??= readFiles())).get(name);
      if (file === undefined) throw new ControlError(404, missing(name));
      return sendFile(file, name, request, reply);
    } catch (error) {
      const { statusCode = 500, message } = error as ControlError;
      return reply.code(statusCode).send({ error: { message } });
    }
  };
  const withHead = { exposeHeadRoute: true };
  app.get(`${prefix}/`, withHead, (request, reply) => send('index.html', request, reply));
  app.get(`${prefix}/page/:file`, withHead, (request, reply) =>
    send((request.params as { file: string }).file, request, reply),
  );
}

/** Another site may link to the page, but may not load or frame it. */
function refuseFrames(headers: IncomingHttpHeaders, allowedHosts: readonly string[]): void {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers;
  const isNavigation = mode === 'navigate' && dest === 'document';
  refuseForgery(isNavigation ? { host: headers.host } : headers, allowedHosts);
}

function missing(name: string): string {
  return name === 'index.html'
    ? 'The page is not built: npm run build makes it.'
    : `The page has no file ${name}.`;
}

function sendFile(file: PageFile, name: string, request: FastifyRequest, reply: FastifyReply) {
  const { etag, type } = file;
  const isPage = name === 'index.html';
  reply.headers({
    ...SAFE,
    etag,
    vary: 'accept-encoding',
    // The names of the other files change with their contents.
    'cache-control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const taken = request.headers['accept-encoding'] ?? '';
  const encoding = (['br', 'gzip'] as const).find(
    (each) => new RegExp(`\\b${each}\\b(?!\\s*;\\s*q=0(?:\\.0+)?\\b)`).test(taken) && file[each],
  );
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.type(type).send(encoding === undefined ? file.plain : file[encoding]);
}

async function readFiles(): Promise<ReadonlyMap<string, PageFile>> {
  for (const place of PLACES) {
    const names = await disk.readdir(place).catch((): string[] => []);
    if (!names.includes('index.html')) continue;
    const read = (name: string) =>
      names.includes(name) ? disk.readFile(new URL(name, place)) : undefined;
    const plain = names.filter((name) => !/\.(br|gz)$/.test(name));
    const files = plain.map(async (name): Promise<[string, PageFile]> => {
      const [whole, br, gzip] = await Promise.all([
        disk.readFile(new URL(name, place)),
        read(`${name}.br`),
        read(`${name}.gz`),
      ]);
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
      const digest = createHash('sha256').update(whole).digest('base64url').slice(0, 22);
      const etag = `W/"${digest}"`; // weak: one for each encoding
      return [name, { plain: whole, br, gzip, type, etag }];
    });
    return new Map(await Promise.all(files));
  }
  return new Map();
}
