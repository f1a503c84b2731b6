/** What the log says of a request: what happened, and to whom. */
import { toText } from './metering/decimal.ts';
import type { MeterEvent } from './metering/event.ts';
import type { MeteringCommands, MeteringOutcomes } from './metering/metering-commands.ts';
import type { Exchange } from './stripe/exchange.ts';
import { maskKeysIn } from './stripe/masking.ts';
import type { Ending } from './stripe/request-record.ts';
import { quote } from './stripe/v1/json.ts';

/** The facts of a request, with keys as they were sent. */
export interface RequestFacts {
  /** What became of it, such as `counted`, `duplicate`, `replayed`, `refused`. */
  readonly did: string;
  readonly event_name?: string | undefined;
  readonly customer?: string | undefined;
  /** What it counts for, as exact decimal text. */
  readonly value?: string | undefined;
  readonly identifier?: string | undefined;
  /** The id of the object that was answered. */
  readonly object?: string | undefined;
}

/** What happened, from the command that the endpoint submitted and what became of it. */
export function factsOf(exchange: Exchange, { answer }: Ending): RequestFacts {
  const { acted, replayOf, fault } = exchange;
  if (typeof answer === 'string') return ofEvent(`connection ${answer}`, acted);
  if (replayOf !== undefined) return { ...ofEvent('replayed', acted), object: idIn(answer.body) };
  if (acted === undefined) {
    return answer.status < 400 ? { did: 'done', object: idIn(answer.body) } : { did: 'refused' };
  }
  return ofEvent(fault === 'success_without_recording' ? 'not recorded' : outcomeOf(acted), acted);
}

type Acted = NonNullable<Exchange['acted']>;
type Recorded = MeteringOutcomes['record_event'] | MeteringOutcomes['record_v2_event'];

function outcomeOf({ command, outcome }: Acted): string {
  if (command.kind === 'record_stream') {
    const { recorded, invalid, duplicate } = outcome as MeteringOutcomes['record_stream'];
    return `${recorded} counted, ${invalid} invalid, ${duplicate} duplicate`;
  }
  const result = outcome as Recorded;
  if (result.outcome !== 'recorded') return result.outcome;
  return result.event.invalid === null ? 'counted' : `invalid: ${result.event.invalid}`;
}

function ofEvent(did: string, acted: Exchange['acted']): RequestFacts {
  if (acted === undefined || acted.command.kind === 'record_stream') return { did };
  const { event } = acted.outcome as { readonly event?: MeterEvent };
  if (event !== undefined) {
    const { eventName: event_name, identifier, customer, value } = event;
    return {
      did,
      event_name,
      customer: customer ?? undefined,
      value: value === null ? undefined : toText(value),
      identifier,
    };
  }
  const { input } = acted.command as unknown as MeteringCommands['record_event'];
  const { eventName: event_name, identifier, payload } = input;
  return { did, event_name, customer: payload.get('stripe_customer_id'), identifier };
}

function idIn(body: string): string | undefined {
  return /"id": ?"([^"]{1,100})"/.exec(body)?.[1];
}

/**
 * The facts as members of a JSON object, each with a comma before it. Written member by member:
 * `JSON.stringify` of the whole made this the dearest part of a create's log line.
 */
export function factFields(facts: RequestFacts): string {
  const { did, event_name, customer, value, identifier, object } = facts;
  let fields = `,"did":${quote(did)}`;
  if (event_name !== undefined) fields += `,"event_name":${quote(event_name)}`;
  if (customer !== undefined) fields += `,"customer":${quote(customer)}`;
  if (value !== undefined) fields += `,"value":"${value}"`;
  if (identifier !== undefined) fields += `,"identifier":${quote(identifier)}`;
  if (object !== undefined) fields += `,"object":${quote(object)}`;
  return fields;
}

/** ANSI colours; none where nobody asked for them. */
const RESET = '\u001b[0m';
const COLOURS = { green: '\u001b[32m', yellow: '\u001b[33m', red: '\u001b[31m', dim: '\u001b[2m' };

/**
 * The short line for a terminal: `POST meter_events 200 counted ai_tokens cus_1 +25 0.4ms`.
 * @param isColoured whether the status and what matters less are coloured
 */
export function shortLine(exchange: Exchange, ending: Ending, isColoured: boolean): string {
  const { method, caller, replayOf, fault } = exchange;
  const { answer, durationMs } = ending;
  const facts = factsOf(exchange, ending);
  const { status, error } = typeof answer === 'string' ? { status: 0, error: undefined } : answer;
  const paint = (colour: keyof typeof COLOURS, text: string) =>
    isColoured ? COLOURS[colour] + text + RESET : text;
  const shown = [
    `${method} ${shortPath(maskKeysIn(exchange.path))}`,
    paint(colourOf(status), status === 0 ? '---' : `${status}`),
    `${facts.did}${replayOf === undefined ? '' : ` ${replayOf}`}`,
    facts.event_name && maskKeysIn(facts.event_name),
    facts.customer && maskKeysIn(facts.customer),
    facts.value === undefined ? undefined : signed(facts.value),
    facts.object && maskKeysIn(facts.object),
    fault && paint('red', `fault ${fault}`),
    error && paint('yellow', maskKeysIn(error).slice(0, 300)), // half a key could not be masked
    caller && caller.account !== 'default' ? `(${caller.account})` : undefined,
    paint('dim', `${Math.round(durationMs * 10) / 10}ms`),
  ];
  return shown.filter((each) => each !== undefined && each !== '').join(' ');
}

function colourOf(status: number): 'green' | 'yellow' | 'red' {
  if (status === 0 || status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

function signed(value: string): string {
  return value.startsWith('-') ? value : `+${value}`;
}

function shortPath(path: string): string {
  return path.replace(/^\/v1\/(?:billing\/)?/, '').replace(/^\/v2\/(?:billing\/)?/, 'v2/');
}
