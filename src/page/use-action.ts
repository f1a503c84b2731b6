/** An action of a button, and a message that says whether it worked. */
import { useState } from 'preact/hooks';

/** The action and its result. */
export interface Action {
  readonly said: string;
  readonly isWrong: boolean;
  readonly isBusy: boolean;
  /** Does it; the promise gives the message to show. */
  readonly run: (act: () => Promise<string>) => void;
}

export function useAction(): Action {
  const [state, setState] = useState({ said: '', isWrong: false, isBusy: false });
  const run = (act: () => Promise<string>) => {
    setState({ said: '', isWrong: false, isBusy: true });
    act().then(
      (said) => setState({ said, isWrong: false, isBusy: false }),
      ({ message }: Error) => setState({ said: message, isWrong: true, isBusy: false }),
    );
  };
  return { ...state, run };
}
