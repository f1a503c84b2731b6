/** Asks for the token of --control-token, once per tab. */
import { useState } from 'preact/hooks';
import { keepToken } from './api.ts';
import { useLive } from './live.ts';

export function TokenForm() {
  const live = useLive();
  const [token, setToken] = useState('');
  const [isTried, setTried] = useState(false);
  const enter = (event: Event) => {
    event.preventDefault();
    keepToken(token);
    setTried(true);
    live.again();
  };
  return (
    <form class="card narrow" onSubmit={enter}>
      <h2>This server asks for a token</h2>
      <p>
        It was started with <code>--control-token</code>. The token is kept only in this tab, until
        you close it.
      </p>
      <label>
        Token
        <input
          type="password"
          autocomplete="off"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Enter</button>
      {isTried && <p role="status">{live.problem}</p>}
    </form>
  );
}
