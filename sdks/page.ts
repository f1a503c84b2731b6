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
  /** Where the stream goes with the one address set that other calls need; null without v2. */
  readonly stream: { readonly host: string; readonly set: string } | null;
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
/** What a program reports of each scenario of version 2 when its SDK has none. */
const NO_V2 = 'no v2';
const SHOWN = ['go-v76', 'go', 'node-23', 'python', 'java'];

/** The whole page. Throws when a program left a scenario out. */
export function sdkPage(scenarios: readonly Scenario[], reports: readonly Report[]): string {
  const columns = reports.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  const retried = scenarios.filter(isAboutRetries);
  const others = scenarios.filter((each) => !isAboutRetries(each) && !isV2(each));
  return `<!-- Made by \`npm run test:sdks\` from what the SDKs did. Do not edit. -->
# What each SDK does

Every official SDK below played every scenario of \`fixtures/sdks/scenarios.json\` against a running \`stripe-meter-mock\`. Nothing here is taken from a changelog: it is what was seen.

| program | SDK | version |
| --- | --- | --- |
${columns.map(({ name, sdk, language, version }) => `| \`${name}\` | \`${sdk}\` (${language}) | ${version} |`).join('\n')}

## When things go wrong: retries

With two retries allowed, unless the scenario says otherwise. Each cell: what the caller got, then **requests that reached the server** / events that counted.

${table(retried, columns, withCounts)}

## Everything else

Each cell: what the caller got from the last step.

${table(others, columns, ({ outcome }) => outcome)}

${v2Part(scenarios.filter(isV2), columns)}
## Where an SDK goes its own way

${surprises(scenarios).join('\n')}
`;
}

function v2Part(scenarios: readonly Scenario[], columns: readonly Report[]): string {
  const isRetry = ({ name }: Scenario) => name.startsWith('v2-retry-');
  const answered = scenarios.filter((each) => !isRetry(each));
  return `## The v2 API

With the calls of \`v2.billing\`: events, adjustments, sessions, and the stream by a second client whose key is the session's token.

### Where the stream goes

In production the stream has a host of its own. With nothing set but the address that all other calls need, a stream request goes where the second column says; the third says what brings it here.

${streamTable(columns)}

### What the caller gets

Each cell: what the caller got from the last step. An error of v2 mostly has a code and no type, which is what the classes differ by.

${table(answered, columns, ({ outcome }) => outcome)}

### Retries

With two retries allowed. Each cell: what the caller got, then **requests that reached the server** / events that counted. (For the stream, one request is that for the session.)

${table(scenarios.filter(isRetry), columns, withCounts)}
`;
}

function streamTable(columns: readonly Report[]): string {
  const rows = columns.map(({ name, stream }) =>
    stream === null
      ? `| \`${name}\` | it has no v2 | |`
      : `| \`${name}\` | ${stream.host === 'here' ? 'here' : `\`${stream.host}\``} | ${stream.set} |`,
  );
  const head = '| program | it goes | what to set |';
  return [head, '| --- | --- | --- |', ...rows].join('\n');
}

function withCounts({ outcome, requests, events }: Report['results'][number]): string {
  if (outcome === NO_V2) return outcome;
  return `${outcome}<br>**${requests ?? '–'}** / ${events ?? '–'}`;
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

/** Of version 1: those of version 2 have a part of their own. */
function isAboutRetries({ name }: Scenario): boolean {
  return /^(?:retry-|response-lost|success-without)/.test(name);
}

function isV2({ name }: Scenario): boolean {
  return name.startsWith('v2-');
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
