/** Builds the page under /_mock/ into dist/page: hashed names, and each file compressed beside it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const FROM = 'src/page';
const TO = 'dist/page';
/** What all of it may be, compressed by gzip, in bytes. */
const MOST_BYTES = 100 * 1024;

/** Builds it. Gives what esbuild says of it. */
export async function buildPage() {
  const bundle = await build({
    entryPoints: [`${FROM}/main.tsx`, `${FROM}/page.css`],
    outdir: TO,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none', // dist/third-party-licenses.txt has every licence, whole
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map(bundle.outputFiles.map(({ path, contents }) => [basename(path), contents]));
  files.set('icon.svg', readFileSync(`${FROM}/icon.svg`));
  files.set('index.html', Buffer.from(withNames([...files.keys()])));
  mkdirSync(TO, { recursive: true });
  const sizes = [...files].map(([name, contents]) => write(name, contents));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES) throw new Error(`the page has ${bytes} bytes compressed`);
  return bundle;
}

/** The document, with the names that the files got. */
function withNames(names) {
  const html = readFileSync(`${FROM}/index.html`, 'utf8');
  return html.replace(/page\/(main|page)\.(js|css)/g, (_whole, name, type) => {
    return `page/${names.find((each) => each.startsWith(`${name}-`) && each.endsWith(`.${type}`))}`;
  });
}

/** Gives how large it is, compressed by gzip. */
function write(name, contents) {
  const gzip = gzipSync(contents, { level: 9 });
  writeFileSync(`${TO}/${name}`, contents);
  writeFileSync(`${TO}/${name}.gz`, gzip);
  writeFileSync(
    `${TO}/${name}.br`,
    brotliCompressSync(contents, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
  );
  return gzip.length;
}
