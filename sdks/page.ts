/** docs/sdks.md, made from what the SDK programs report. */

/** A line of fixtures/sdks/scenarios.json, as far as the page shows it. */
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
  readonly results: readonly {
    readonly scenario: string;
    readonly outcome: string;
    readonly requests: number | null;
    readonly events: number | null;
  }[];
}

const ORDER = [
  'go-v76',
  'go',
  'node-17',
  'node-20',
  'node-22',
  'node-23',
  'python',
  'python-async',
  'java',
];
const SHOWN = ['go-v76', 'go', 'node-23', 'python', 'java'];

/** The whole page. Throws when a program left a scenario out. */
export function sdkPage(scenarios: readonly Scenario[], reports: readonly Report[]): string {
  const columns = reports.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  const retried = scenarios.filter(
    (scenario) =>
      scenario.name.startsWith('retry-') ||
      scenario.name.includes('lost') ||
      scenario.name.startsWith('success-without'),
  );
  const others = scenarios.filter((scenario) => !retried.includes(scenario));
  return `<!-- Made by \`npm run test:sdks\` from what the SDKs did. Do not edit. -->
# What each SDK does

Every official SDK below played every scenario of \`fixtures/sdks/scenarios.json\` against a running \`stripe-meter-mock\`. Nothing here is taken from a changelog: it is what was seen.

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

${surprises(scenarios).join('\n')}
`;
}

/** The short table of docs/faults.md: retries, with the newest of each SDK. */
export function retrySummary(scenarios: readonly Scenario[], reports: readonly Report[]): string {
  const columns = SHOWN.map((name) => reports.find((report) => report.name === name) as Report);
  const cell = ({ outcome, requests, events }: Report['results'][number]) =>
    `${outcome === 'ok' ? 'ok' : 'error'}, **${requests ?? '–'}** / ${events ?? '–'}`;
  const rows = scenarios
    .filter(isAboutRetries)
    .map(
      ({ name, about }) =>
        `| ${about} | ${columns.map((report) => cell(find(report, name))).join(' | ')} |`,
    );
  const head = `| what happens | ${columns.map(({ name, version }) => `${name} ${version}`).join(' | ')} |`;
  return [
    head,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...rows,
    '',
    'Each cell: what the caller got, **requests that arrived** / events that counted.',
  ].join('\n');
}

function isAboutRetries({ name }: Scenario): boolean {
  return name.startsWith('retry-') || name.includes('lost') || name.startsWith('success-without');
}

function table(
  scenarios: readonly Scenario[],
  columns: readonly Report[],
  cell: (result: Report['results'][number]) => string,
): string {
  const rows = scenarios.map(
    ({ name, about }) =>
      `| **${name}**: ${about} | ${columns.map((report) => cell(find(report, name))).join(' | ')} |`,
  );
  return [
    `| scenario | ${columns.map(({ name }) => `\`${name}\``).join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...rows,
  ].join('\n');
}

function find(report: Report, scenario: string): Report['results'][number] {
  const result = report.results.find((each) => each.scenario === scenario);
  if (result === undefined) throw new Error(`${report.name} did not play ${scenario}`);
  return result;
}

/** One line for each reason, with the programs and scenarios it is the reason for. */
function surprises(scenarios: readonly Scenario[]): string[] {
  const found = new Map<string, { programs: Set<string>; names: Set<string> }>();
  for (const { name, differs = {} } of scenarios) {
    for (const [program, { why = '' }] of Object.entries(differs)) {
      const { programs, names } =
        found.get(why) ?? found.set(why, { programs: new Set(), names: new Set() }).get(why)!;
      programs.add(`\`${program}\``);
      names.add(name);
    }
  }
  return [...found].map(
    ([why, { programs, names }]) =>
      `- ${[...programs].join(', ')}: ${why}. Seen in: ${[...names].join(', ')}.`,
  );
}
