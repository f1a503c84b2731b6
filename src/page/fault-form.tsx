/** Arms a fault; shows what it does, and how to do the same with curl or in a test. */
import { useState } from 'preact/hooks';
import type { FaultDocument, FaultName } from '../documents/fault-document.ts';
import { ActionResult } from './action-result.tsx';
import { call } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
import { bodyOf, type FaultFields, FIELDS, NEW_FAULT } from './fault-fields.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { useAction } from './use-action.ts';

export function FaultForm({ account }: { account: string | undefined }) {
  const [fields, setFields] = useState<FaultFields>({ ...NEW_FAULT, account: account ?? '' });
  const action = useAction();
  const body = bodyOf(fields);
  const arm = (event: Event) => {
    event.preventDefault();
    action.run(async () => {
      const { id, effect } = await call<FaultDocument>('POST', 'faults', body);
      return `Armed ${effect} as ${id}.`;
    });
  };
  return (
    <form onSubmit={arm}>
      <h4>Arm a fault</h4>
      <EffectChoice
        effect={fields.effect}
        onChoice={(effect) => setFields({ ...fields, effect })}
      />
      <div class="filters">
        {FIELDS.filter(({ of }) => of?.(fields.effect) ?? true).map((field) => (
          <label key={field.name}>
            {field.label}
            <input
              name={field.name}
              type={field.type as 'number'} // the types of <input> need one literal
              min={field.min}
              step={field.step}
              placeholder={field.placeholder}
              required={field.isRequired}
              value={fields[field.name]}
              onInput={(event) => setFields({ ...fields, [field.name]: event.currentTarget.value })}
              autocomplete="off"
            />
          </label>
        ))}
      </div>
      <button type="submit" disabled={action.isBusy}>
        Arm
      </button>
      <ActionResult action={action} />
      <CopyText
        label="the same with curl"
        text={controlCurl('POST', `${location.origin}/_mock/faults`, body)}
      />
      <CopyText label="the same in a test" text={`mock.faults.arm(${JSON.stringify(body)});`} />
    </form>
  );
}

function EffectChoice({
  effect,
  onChoice,
}: {
  effect: FaultName;
  onChoice: (effect: FaultName) => void;
}) {
  return (
    <>
      <label>
        Effect
        <select
          name="effect"
          value={effect}
          aria-describedby="effect-words"
          onChange={(event) => onChoice(event.currentTarget.value as FaultName)}
        >
          {Object.keys(FAULT_WORDS).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p id="effect-words">{FAULT_WORDS[effect]}</p>
    </>
  );
}
