/** Text to copy: a command, a line of code, a payload. Shown as text, whatever it contains. */
import { useState } from 'preact/hooks';

export function CopyText({ text, label }: { text: string; label: string }) {
  const [status, setStatus] = useState('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setStatus('Copied');
    } catch {
      setStatus('Select and copy it'); // browsers refuse over plain HTTP, but for localhost
    }
  };
  return (
    <figure class="copy">
      <figcaption>
        {label}
        <button type="button" class="small" onClick={copy} aria-label={`Copy: ${label}`}>
          <span role="status">{status}</span>
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus */}
      <pre tabIndex={0} dir="auto">
        {shortened(text)}
      </pre>
    </figure>
  );
}

/** In characters: a browser takes long to lay out a megabyte of text. Copy takes all of it. */
const MOST_SHOWN = 20_000;

export function shortened(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const more = (text.length - MOST_SHOWN).toLocaleString('en');
  return `${text.slice(0, MOST_SHOWN)}\n… and ${more} more characters`;
}
