/** Arms a fault; shows what it does, and how to do the same with curl or in a test. */
import { useState } from 'preact/hooks';
import type { FaultDocument, FaultName } from '../documents/fault-document.ts';
import { ActionResult } from './action-result.tsx';
import { call } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
import {
  bodyOf,
  type FaultField,
  type FaultFields,
  FIELDS,
  NEW_FAULT,
  settingOf,
} from './fault-fields.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { useAction } from './use-action.ts';

export function FaultForm({ account }: { account: string | undefined }) {
  const [fields, setFields] = useState<FaultFields>({ ...NEW_FAULT, account: account ?? '' });
  const action = useAction();
  const body = bodyOf(fields);
  const arm = (event: SubmitEvent) => {
    event.preventDefault();
    const problem = problemIn(event.currentTarget as HTMLFormElement);
    action.run(async () => {
      if (problem !== undefined) throw new Error(problem);
      const { id, effect } = await call<FaultDocument>('POST', 'faults', body);
      return `Armed ${effect} as ${id}.`;
    });
  };
  return (
    <form onSubmit={arm} noValidate>
      <h4>Arm a fault</h4>
      <EffectChoice
        effect={fields.effect}
        onChoice={(effect) => setFields({ ...fields, effect })}
      />
      <div class="filters">
        {FIELDS.filter(({ of }) => of?.(fields.effect) ?? true).map((field) => (
          <Field
            key={field.name}
            field={field}
            value={fields[field.name]}
            isRequired={field.isRequired?.(fields.effect) ?? false}
            onValue={(value) => setFields({ ...fields, [field.name]: value })}
          />
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

interface FieldProps {
  readonly field: FaultField;
  readonly value: string;
  readonly isRequired: boolean;
  readonly onValue: (value: string) => void;
}

/** With the setting's name, which the errors of the server and the calls below have. */
function Field({ field, value, isRequired, onValue }: FieldProps) {
  return (
    <label>
      <span>
        {field.label} <code>{settingOf(field.name)}</code>
        {isRequired && <b> required</b>}
      </span>
      <input
        name={field.name}
        type={field.type as 'number'} // its types tell the two apart by what neither has here
        min={field.min}
        max={field.max}
        step={field.step}
        placeholder={isRequired && field.placeholder === '0' ? '' : field.placeholder}
        required={isRequired}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        autocomplete="off"
      />
    </label>
  );
}

/** The first field that cannot be sent, by its label; it gets the focus. */
function problemIn(form: HTMLFormElement): string | undefined {
  const input = form.querySelector<HTMLInputElement>('input:invalid');
  if (input === null) return undefined;
  input.focus();
  const label = FIELDS.find(({ name }) => name === input.name)?.label ?? input.name;
  return `${label}: ${input.validationMessage}`;
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
