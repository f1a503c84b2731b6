/** docs/sdks.md, made from what the SDK programs report. */

/** A line of fixtures/scenarios.json, as far as the page shows it. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly max_retries?: number;
  readonly differs?: Readonly<Record<string, { readonly why?: string }>>;
}

/** What one program reports (sdks/README.md). */
export interface Report {
  readonly sdk: string;
  readonly version: string;
  readonly name: string;
  readonly language: string;
  readonly results: readonly { readonly scenario: string; readonly outcome: string; readonly requests: number | null; readonly events: number | null }[];
}

const ORDER = ['go-v76', 'go', 'node-17', 'node-20', 'node-22', 'node-23', 'python', 'python-async', 'java'];

/** The whole page. Throws when a program left a scenario out. */
export function sdkPage(scenarios: readonly Scenario[], reports: readonly Report[]): string {
  const columns = reports.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  const retried = scenarios.filter(
    (scenario) => scenario.name.startsWith('retry-') || scenario.name.includes('lost') || scenario.name.startsWith('success-without'),
  );
  const others = scenarios.filter((scenario) => !retried.includes(scenario));
  return `<!-- Made by \`npm run test:sdks\` from what the SDKs did. Do not edit. -->
# What each SDK does

Every official SDK below played every scenario of \`fixtures/scenarios.json\` against a running \`stripe-meter-mock\`. Nothing here is taken from a changelog: it is what was seen.

| program | SDK | version |
| --- | --- | --- |
${columns.map(({ name, sdk, language, version }) => `| \`${name}\` | \`${sdk}\` (${language}) | ${version} |`).join('\n')}

## When things go wrong: retries

With two retries allowed, unless the scenario says otherwise. Each cell: what the caller got, then **requests that reached the server** / events that counted.

${table(retried, columns, (result) => `${result.outcome}<br>**${result.requests ?? '–'}** / ${result.events ?? '–'}`)}

## Everything else

Each cell: what the caller got from the last step.

${table(others, columns, (result) => result.outcome)}

## Where an SDK goes its own way

${scenarios.flatMap(surprises).join('\n')}
`;
}

function table(scenarios: readonly Scenario[], columns: readonly Report[], cell: (result: Report['results'][number]) => string): string {
  const rows = scenarios.map(({ name, about }) => `| **${name}**: ${about} | ${columns.map((report) => cell(find(report, name))).join(' | ')} |`);
  return [`| scenario | ${columns.map(({ name }) => `\`${name}\``).join(' | ')} |`, `| --- |${' --- |'.repeat(columns.length)}`, ...rows].join('\n');
}

function find(report: Report, scenario: string): Report['results'][number] {
  const result = report.results.find((each) => each.scenario === scenario);
  if (result === undefined) throw new Error(`${report.name} did not play ${scenario}`);
  return result;
}

function surprises({ name, differs = {} }: Scenario): string[] {
  return Object.entries(differs).map(([who, { why }]) => `- **${name}**, \`${who}\`: ${why}`);
}
