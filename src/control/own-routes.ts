/** The routes that describe the control routes, and the page's: they need no verb. */
import * as answers from './answers.ts';
import type { DescribedRoute } from './routes.ts';

/** In the order of docs/controls.md. */
export const ownRoutes: readonly DescribedRoute[] = [
  {
    method: 'GET',
    path: '',
    name: 'routes',
    answer: answers.routes,
    help: 'these routes, each with what it takes and an example',
  },
  {
    method: 'GET',
    path: '/openapi.json',
    answer: answers.openApi,
    help: 'an OpenAPI 3.1 document of these routes',
  },
  {
    method: 'GET',
    path: '/',
    name: 'page',
    type: 'text/html',
    isOpen: true,
    help: 'the page, which shows what arrives, live; needs no token',
  },
];
