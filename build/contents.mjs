/** Writes what is in the bundles: every package's licence, and a bill of materials for scanners. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Licences that demand no more than passing on their text. Any other stops the build. */
const TAKEN = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
const LICENSE_FILE = /^(un)?licen[cs]e/i;

/** @param {readonly string[]} inputs the files that went into the bundles */
export function writeContents(inputs) {
  const folders = inputs.flatMap((input) => {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    return folder === undefined ? [] : [folder];
  });
  const packages = [...new Set(folders)].map(packageAt).sort(byName);
  writeFileSync('dist/third-party-licenses.txt', packages.map(licenseText).join('\n'));
  writeFileSync('dist/bom.cdx.json', `${JSON.stringify(billOfMaterials(packages), null, 2)}\n`);
}

function packageAt(folder) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(`${folder}/package.json`, 'utf8'),
  );
  if (!TAKEN.includes(license)) throw new Error(`${name} ${version} has licence ${license}`);
  const file = readdirSync(folder).find((each) => LICENSE_FILE.test(each));
  const text =
    file === undefined
      ? `It has no licence file. Its author: ${author?.name ?? author ?? 'not named'}`
      : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return { name, version, license, text };
}

function byName(a, b) {
  return a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1;
}

function licenseText({ name, version, license, text }) {
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(80)}\n`;
}

/** CycloneDX 1.6, without a serial number or date, so that the same sources give the same file. */
function billOfMaterials(packages) {
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...componentOf({ name, version, license }) } },
    components: packages.map((each) => ({ type: 'library', ...componentOf(each) })),
    dependencies: [
      { ref: purlOf({ name, version }), dependsOn: packages.map(purlOf) },
      ...packages.map((each) => ({ ref: purlOf(each) })),
    ],
  };
}

function componentOf({ name, version, license }) {
  const [, group, bare] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name);
  const purl = purlOf({ name, version });
  const licenses = [{ license: { id: license } }];
  return { 'bom-ref': purl, ...(group && { group }), name: bare, version, licenses, purl };
}

function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
