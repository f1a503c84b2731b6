/** The whole state: reset it, save it, load it. */
import { useRef } from 'preact/hooks';
import type { Loaded } from '../documents/fixture-document.ts';
import { ActionResult } from './action-result.tsx';
import { call, queryText } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
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
              return 'Reset to the state at startup.';
            })
          }
        />
        <button type="button" onClick={() => action.run(save)}>
          Save state
        </button>
        <label class="button">
          Load state
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
      <ActionResult action={action} />
      <p class="quiet">
        A saved state is a fixture with everything but requests, idempotency keys, deliveries and
        evicted events. Loading adds all of it to what is there, or nothing. It also sets the clock,
        which cannot go back: if it is past that time already, reset first, or remove{' '}
        <code>clock</code> from the file.
      </p>
      <CopyText
        label="reset with curl"
        text={controlCurl('POST', `${location.origin}/_mock/reset${queryText({ account: owner })}`)}
      />
      <CopyText
        label="save with curl"
        text={`curl -s ${location.origin}/_mock/fixtures > state.json`}
      />
    </>
  );
}

/** Asks for confirmation first. */
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
          This removes meters, customers, events, subscriptions, faults, idempotency keys and
          requests, and restarts the clock. Fixtures given at startup are loaded again.
        </p>
        <div class="buttons">
          <button type="button" onClick={close}>
            Cancel
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
    ? 'The file has nothing to load.'
    : `Loaded ${items.map(([name, count]) => `${count} ${name}`).join(', ')}.`;
}
