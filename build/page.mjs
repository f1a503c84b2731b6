/** Builds the page under /_mock/ into dist/page, with hashed names and compressed copies. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const FROM = 'src/page';
const TO = 'dist/page';
/** The most that the page may take when compressed by gzip, in bytes. */
const MOST_BYTES = 100 * 1024;

/** Builds it, and returns esbuild's result. */
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

/** The document, with the hashed names of the files. */
function withNames(names) {
  const html = readFileSync(`${FROM}/index.html`, 'utf8');
  return html.replace(/page\/(main|page)\.(js|css)/g, (_whole, name, type) => {
    return `page/${names.find((each) => each.startsWith(`${name}-`) && each.endsWith(`.${type}`))}`;
  });
}

/** Writes a file and its compressed copies; returns its size compressed by gzip. */
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
