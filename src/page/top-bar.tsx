/** The bar above every view: the state of the connection, the clock, the account. */
import { useEffect, useState } from 'preact/hooks';
import { ClockText } from './clock-text.tsx';
import { type Connection, useLive } from './live.ts';
import { chooseAccount } from './use-route.ts';

const STATUS_TEXTS: Readonly<Record<Connection, string>> = {
  connecting: 'connecting',
  live: 'connected',
  lost: 'not connected',
  refused: 'refused',
  token: 'locked',
};

interface Props {
  readonly account: string | undefined;
  /** Whose meter or customer is shown: the clock is that account's. */
  readonly owner: string | undefined;
}

export function TopBar({ account, owner }: Props) {
  const live = useLive();
  const { clock, clockAtMs, version } = live.state;
  const whose = (owner ?? account)?.split('/', 1)[0];
  const own = clock?.accounts?.find((each) => each.account === whose);
  return (
    <header>
      <h1>
        stripe-meter-mock <small>{version}</small>
      </h1>
      <span class={`status ${live.connection}`} role="status">
        {STATUS_TEXTS[live.connection]}
      </span>
      <span class="grow" />
      {clock === undefined ? null : <ClockText clock={own ?? clock} atMs={clockAtMs} />}
      <AccountSwitch account={account} />
    </header>
  );
}

function AccountSwitch({ account }: { account: string | undefined }) {
  const { accounts, accounts_left_out: more } = useLive().state.counts;
  const known = useKnown(accounts);
  const listed = account === undefined || known.includes(account) ? known : [account, ...known];
  return (
    <label class="account">
      Account
      <select value={account ?? ''} onChange={(event) => chooseAccount(event.currentTarget.value)}>
        <option value="">all accounts</option>
        {listed.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
        {more > 0 && <option disabled>{more} more: add ?account= to the address</option>}
      </select>
    </label>
  );
}

/** The same list until its names change: another one would close an open menu. */
function useKnown(accounts: readonly string[]): readonly string[] {
  const [known, setKnown] = useState(accounts);
  const names = accounts.join('\n');
  useEffect(() => setKnown(accounts), [names]);
  return known;
}
