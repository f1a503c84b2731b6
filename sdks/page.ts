/** Makes docs/sdks.md from what the SDK programs report. */

/** A scenario of fixtures/sdks/scenarios.json, with the fields that the page shows. */
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
  /** Where the stream goes if only the address for other calls is set; null without v2. */
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
/** What a program reports for each version 2 scenario if its SDK does not have version 2. */
const NO_V2 = 'no v2';
const SHOWN = ['go-v76', 'go', 'node-23', 'python', 'java'];

/** The whole page. Throws if a program left out a scenario. */
export function sdkPage(scenarios: readonly Scenario[], reports: readonly Report[]): string {
  const columns = reports.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  const retried = scenarios.filter(isAboutRetries);
  const others = scenarios.filter((each) => !isAboutRetries(each) && !isV2(each));
  return `<!-- Made by \`npm run test:sdks\` from what the SDKs did. Do not edit. -->
# What each SDK does

Every official SDK below played every scenario of \`fixtures/sdks/scenarios.json\` against a running \`stripe-meter-mock\`. Everything here is what they actually did; nothing is taken from a changelog.

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
## Where an SDK behaves differently

${surprises(scenarios).join('\n')}
`;
}

function v2Part(scenarios: readonly Scenario[], columns: readonly Report[]): string {
  const isRetry = ({ name }: Scenario) => name.startsWith('v2-retry-');
  const answered = scenarios.filter((each) => !isRetry(each));
  return `## The v2 API

The calls of \`v2.billing\`: events, adjustments, sessions, and the stream, which a second client uses with the session's token as its key.

### Where the stream goes

In production the stream has its own host. If only the address that all other calls need is set, stream requests go to the host in the second column; the third column says what to set so that they come here.

${streamTable(columns)}

### What the caller gets

Each cell: what the caller got from the last step. Most v2 errors have a code and no type, which is why SDKs map them to different classes.

${table(answered, columns, ({ outcome }) => outcome)}

### Retries

With two retries allowed. Each cell: what the caller got, then **requests that reached the server** / events that counted. (For the stream, one of the requests creates the session.)

${table(scenarios.filter(isRetry), columns, withCounts)}
`;
}

function streamTable(columns: readonly Report[]): string {
  const rows = columns.map(({ name, stream }) =>
    stream === null
      ? `| \`${name}\` | it has no v2 | |`
      : `| \`${name}\` | ${stream.host === 'here' ? 'here' : `\`${stream.host}\``} | ${stream.set} |`,
  );
  const head = '| program | where it goes | what to set |';
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

/** Only version 1: version 2 has its own part. */
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

/** One line for each reason, with its programs and scenarios. */
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
