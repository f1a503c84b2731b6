/** Moves the common clock, or that of the selected account. */
import { useState } from 'preact/hooks';
import type { ClockBody, ClockDocument } from '../documents/clock-document.ts';
import { ActionResult } from './action-result.tsx';
import { call, queryText } from './api.ts';
import { ClockText } from './clock-text.tsx';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
import { useLive } from './live.ts';
import { useAction } from './use-action.ts';

export function ClockForm({ account }: { account: string | undefined }) {
  const { clock, clockAtMs } = useLive().state;
  const owner = account?.split('/', 1)[0];
  const shown = clock?.accounts?.find((each) => each.account === owner) ?? clock;
  const action = useAction();
  const [body, setBody] = useState<ClockBody>({ advance_seconds: 3600 });
  const move = (next: ClockBody) => {
    setBody(next);
    action.run(async () => {
      const { now } = await call<ClockDocument>(
        'POST',
        `clock${queryText({ account: owner })}`,
        next,
      );
      return `The clock is at ${now}.`;
    });
  };
  if (shown === undefined) return <p class="quiet">Loading…</p>;
  return (
    <>
      <p>
        <ClockText clock={shown} atMs={clockAtMs} />
      </p>
      <p class="quiet">
        {owner === undefined
          ? 'This moves the common clock, used by every account without a clock of its own.'
          : `This gives account ${owner} a clock of its own; no other account sees it move.`}{' '}
        A clock only moves forward. The 24 hours of identifiers and idempotency keys, the limits of
        timestamps, and what is due for subscriptions follow it.
      </p>
      <div class="buttons">
        <button type="button" onClick={() => move({ advance_seconds: 3600 })}>
          +1 h
        </button>
        <button type="button" onClick={() => move({ advance_seconds: 86_400 })}>
          +24 h
        </button>
        <button type="button" onClick={() => move({ frozen: !shown.frozen })}>
          {shown.frozen ? 'Unfreeze' : 'Freeze'}
        </button>
      </div>
      <MoveTo onMove={(now) => move({ now })} />
      <ActionResult action={action} />
      <CopyText label="the same with curl" text={clockCurl(body, owner)} />
      <CopyText label="the same in a test" text={clockCode(body, owner)} />
    </>
  );
}

/** A form to choose a time in the viewer's zone. */
function MoveTo({ onMove }: { onMove: (iso: string) => void }) {
  const [at, setAt] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    onMove(new Date(at).toISOString());
  };
  return (
    <form class="filters" onSubmit={submit}>
      <label>
        Move to (your time zone)
        <input
          type="datetime-local"
          step="1"
          required
          value={at}
          onInput={(event) => setAt(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Move there</button>
    </form>
  );
}

function clockCurl(body: ClockBody, account: string | undefined): string {
  return controlCurl('POST', `${location.origin}/_mock/clock${queryText({ account })}`, body);
}

function clockCode(body: ClockBody, account: string | undefined): string {
  const whose = account === undefined ? '' : `, { account: ${JSON.stringify(account)} }`;
  return `await mock.clock.move(${JSON.stringify(body)}${whose});`;
}
