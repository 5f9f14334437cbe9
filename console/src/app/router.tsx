import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

type Page = () => Promise<{ default: React.ComponentType }>;
type Search = Readonly<Record<string, string | undefined>>;

/** Filters live in the URL as text; a page reads what it knows of them. */
const textsOf = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)]]
        : [],
    ),
  );

const root = createRootRoute({ component: Shell, validateSearch: textsOf });
const page = (path: string, load: Page) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });

const endpoint = createRoute({
  getParentRoute: () => root,
  path: '/endpoints/$endpointId',
  component: lazyRouteComponent(() => import('../endpoint/page.tsx')),
});
const tab = (path: string, load: Page) =>
  createRoute({ getParentRoute: () => endpoint, path, component: lazyRouteComponent(load) });

const tabs = [
  tab('/', () => import('../endpoint/overview.tsx')),
  tab('/playground', () => import('../playground/page.tsx')),
  tab('/scaling', () => import('../scaling/page.tsx')),
  tab('/replicas', () => import('../replicas/page.tsx')),
  tab('/logs', () => import('../logs/page.tsx')),
  tab('/requests', () => import('../requests/page.tsx')),
  tab('/invocations', () => import('../invocations/page.tsx')),
  tab('/metrics', () => import('../metrics/page.tsx')),
  tab('/events', () => import('../events/page.tsx')),
  tab('/billing', () => import('../billing/page.tsx')),
  tab('/settings', () => import('../settings/page.tsx')),
];

const pages = [
  page('/', () => import('../fleet/page.tsx')),
  page('/sign-in', () => import('../sign-in/page.tsx')),
  page('/endpoints', () => import('../endpoints/page.tsx')),
  page('/endpoints/new', () => import('../create/page.tsx')),
  page('/models', () => import('../models/page.tsx')),
  page('/nodes', () => import('../nodes/page.tsx')),
  page('/nodes/$nodeId', () => import('../nodes/node.tsx')),
  page('/usage', () => import('../usage/page.tsx')),
  page('/invoices/$invoiceId', () => import('../usage/invoice.tsx')),
  page('/tokens', () => import('../tokens/page.tsx')),
  page('/security-groups', () => import('../groups/page.tsx')),
  page('/secrets', () => import('../secrets/page.tsx')),
  page('/alerts', () => import('../alerts/page.tsx')),
  page('/channels', () => import('../alerts/channels.tsx')),
  page('/webhooks', () => import('../webhooks/page.tsx')),
  page('/log-sinks', () => import('../sinks/page.tsx')),
  page('/audit', () => import('../audit/page.tsx')),
  page('/projects', () => import('../projects/page.tsx')),
];

export const router = createRouter({
  routeTree: root.addChildren([...pages, endpoint.addChildren(tabs)]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});
