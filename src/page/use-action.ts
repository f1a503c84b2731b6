/** Something to be done on a press: whether it worked is said. */
import { useState } from 'preact/hooks';

/** What became of it. */
export interface Action {
  readonly said: string;
  readonly isWrong: boolean;
  readonly isBusy: boolean;
  /** Does it; gives what to say. */
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
