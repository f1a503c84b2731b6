/** The result of an action. */
import type { Action } from './use-action.ts';

export function ActionResult({ action: { said, isWrong } }: { action: Action }) {
  return (
    <p class={isWrong ? 'said bad' : 'said'} role={isWrong ? 'alert' : 'status'}>
      {said}
    </p>
  );
}
