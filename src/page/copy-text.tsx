/** Text to copy: a command, a line of code, a payload. Text it stays, whatever is in it. */
import { useState } from 'preact/hooks';

export function CopyText({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Select it and copy'); // not on localhost, by plain HTTP: browsers then refuse
    }
  };
  return (
    <figure class="copy">
      <figcaption>
        {label}
        <button type="button" class="small" onClick={copy} aria-label={`Copy: ${label}`}>
          <span role="status">{said}</span>
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre tabIndex={0} dir="auto">
        {shortened(text)}
      </pre>
    </figure>
  );
}

/** A browser takes long to lay out a text of a megabyte; Copy has all of it. */
const MOST_SHOWN = 20_000;

export function shortened(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const more = (text.length - MOST_SHOWN).toLocaleString('en');
  return `${text.slice(0, MOST_SHOWN)}\n… and ${more} characters more`;
}
