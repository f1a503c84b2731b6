/** The frame of the page: the top bar, the views, and what replaces them. */
import { useEffect } from 'preact/hooks';
import { ControlsView } from './controls-view.tsx';
import { CustomerView } from './customer-view.tsx';
import { DeliveriesView } from './deliveries-view.tsx';
import { DeliveryView } from './delivery-view.tsx';
import { EventView } from './event-view.tsx';
import { EventsView } from './events-view.tsx';
import { useLive } from './live.ts';
import { MeterView } from './meter-view.tsx';
import { MetersView } from './meters-view.tsx';
import { Overview } from './overview.tsx';
import { RequestView } from './request-view.tsx';
import { RequestsView } from './requests-view.tsx';
import type { Route, View } from './router.ts';
import { TokenForm } from './token-form.tsx';
import { TopBar } from './top-bar.tsx';
import { href, useRoute } from './use-route.ts';

const TABS: Readonly<Record<View, string>> = {
  overview: 'Overview',
  events: 'Events',
  requests: 'Requests',
  meters: 'Meters',
  deliveries: 'Deliveries',
  controls: 'Controls',
};

export function App() {
  const route = useRoute();
  const live = useLive();
  const { account } = route;
  useEffect(() => live.look(account), [account]);
  const { view, id } = route;
  useEffect(() => {
    document.title = `${id ?? titleOf(view)} – stripe-meter-mock`;
  }, [view, id]);
  return (
    <>
      <button type="button" class="skip" onClick={skipToMain}>
        Skip to content
      </button>
      <TopBar account={account} owner={route.owner} />
      <nav aria-label="Views">
        {(Object.keys(TABS) as View[]).map((each) => (
          <a key={each} href={href(each)} aria-current={isTab(each, view) ? 'page' : undefined}>
            {TABS[each]}
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        <Problem />
        {live.connection === 'token' ? <TokenForm /> : <Shown route={route} />}
      </main>
    </>
  );
}

/** Not a link, since the part after the # names the view. */
function skipToMain() {
  document.getElementById('main')?.focus();
}

function titleOf(view: Route['view']): string {
  return view === 'customers' ? 'Customer' : TABS[view];
}

function isTab(tab: View, view: Route['view']): boolean {
  return tab === view || (tab === 'meters' && view === 'customers');
}

function Problem() {
  const { connection, problem } = useLive();
  if (connection === 'refused') {
    return (
      <p class="notice bad" role="alert">
        The server refused: {problem}
      </p>
    );
  }
  if (connection !== 'lost') return null;
  return (
    <p class="notice bad" role="alert">
      The server does not answer. The page keeps trying; what you see is what it last received.
    </p>
  );
}

function Shown({ route }: { route: Route }) {
  const { view, id, query } = route;
  switch (view) {
    case 'events':
      return id === undefined ? <EventsView query={query} /> : <EventView key={id} id={id} />;
    case 'requests':
      return id === undefined ? <RequestsView query={query} /> : <RequestView key={id} id={id} />;
    case 'customers':
      return <CustomerView key={id} id={id ?? ''} query={query} />;
    case 'deliveries':
      return id === undefined ? (
        <DeliveriesView query={query} />
      ) : (
        <DeliveryView key={id} id={id} />
      );
    case 'meters':
      return id === undefined ? (
        <MetersView query={query} />
      ) : (
        <MeterView key={id} id={id} query={query} />
      );
    case 'controls':
      return <ControlsView account={route.account} at={id} />;
    default:
      return <Overview />;
  }
}
