/** Whether usage is shown by hour or by day. */

export function WindowChoice({
  name,
  window,
  onChoice,
}: {
  name: string;
  window: 'hour' | 'day';
  onChoice: (window: 'hour' | 'day') => void;
}) {
  return (
    <fieldset class="choice">
      <legend>Usage by</legend>
      {(['hour', 'day'] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={window === each}
            onChange={() => onChoice(each)}
          />
          {each}
        </label>
      ))}
    </fieldset>
  );
}
