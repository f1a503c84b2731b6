/** The page under /_mock/: what arrived, as it arrives. */
import { render } from 'preact';
import { App } from './app.tsx';

render(<App />, document.getElementById('page') as HTMLElement);
