/** `service_unavailable`: what a proxy in front of Stripe answers when Stripe does not respond. */
import { onArrival } from './effect.ts';
import { rawAnswer } from './raw-answer.ts';

const LINES = [
  '<html>',
  '<head><title>503 Service Temporarily Unavailable</title></head>',
  '<body>',
  '<center><h1>503 Service Temporarily Unavailable</h1></center>',
  '<hr><center>nginx</center>',
  '</body>',
  '</html>',
  '',
];

export const serviceUnavailable = onArrival({
  name: 'service_unavailable',
  settings: {},
  act: () => rawAnswer(503, LINES.join('\r\n'), 'text/html', {}),
});
