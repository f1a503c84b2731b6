/** Everything at once: forget it, save it, load it. */
import { useRef } from 'preact/hooks';
import type { Loaded } from '../documents/fixture-document.ts';
import { call, queryText } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
import { Said } from './said.tsx';
import { useAction } from './use-action.ts';

export function StateForm({ account }: { account: string | undefined }) {
  const action = useAction();
  const owner = account?.split('/', 1)[0];
  return (
    <>
      <div class="buttons">
        <ResetButton
          account={owner}
          onReset={() =>
            action.run(async () => {
              await call('POST', `reset${queryText({ account: owner })}`);
              return 'As after the start.';
            })
          }
        />
        <button type="button" onClick={() => action.run(save)}>
          Save a state
        </button>
        <label class="button">
          Load a state
          <input
            type="file"
            accept=".json,application/json"
            onChange={({ currentTarget: input }) => {
              const file = input.files?.[0];
              if (file !== undefined) action.run(() => load(file));
              input.value = '';
            }}
          />
        </label>
      </div>
      <Said action={action} />
      <p class="quiet">
        A saved state is a fixture: everything but requests, idempotency keys, and events that were
        let go. Loading adds it to what is there, all of it or nothing. Where it says what time it
        is, the clock would have to go back: reset first, or take <code>clock</code> out.
      </p>
      <CopyText
        label="reset by curl"
        text={controlCurl('POST', `${location.origin}/_mock/reset${queryText({ account: owner })}`)}
      />
      <CopyText
        label="save by curl"
        text={`curl -s ${location.origin}/_mock/fixtures > state.json`}
      />
    </>
  );
}

/** Asks first. */
function ResetButton({ account, onReset }: { account: string | undefined; onReset: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const whose = account === undefined ? 'everything' : `account ${account}`;
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>
        Reset {whose}…
      </button>
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h3 id="reset-title">Reset {whose}?</h3>
        <p>
          Meters, customers, events, subscriptions, faults, keys and requests are forgotten, and the
          clock starts again. What the server loaded at its start is loaded again.
        </p>
        <div class="buttons">
          <button type="button" onClick={close}>
            Keep it
          </button>
          <button
            type="button"
            class="danger"
            onClick={() => {
              close();
              onReset();
            }}
          >
            Reset
          </button>
        </div>
      </dialog>
    </>
  );
}

async function save(): Promise<string> {
  const state = await call<object>('GET', 'fixtures');
  const url = URL.createObjectURL(new Blob([JSON.stringify(state, null, 2)]));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'stripe-meter-mock-state.json';
  link.click();
  URL.revokeObjectURL(url);
  return `Saved as ${link.download}.`;
}

async function load(file: File): Promise<string> {
  const { loaded } = await call<Loaded>('POST', 'fixtures', await file.text());
  const items = Object.entries(loaded).filter(([, count]) => count > 0);
  return items.length === 0
    ? 'Nothing was in it.'
    : `Loaded ${items.map(([name, count]) => `${count} ${name}`).join(', ')}.`;
}
