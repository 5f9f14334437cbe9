/** Where one can go, in the order of the navigation; `keys` is pressed after `g`. */
export const PLACES = [
  { to: '/', label: 'Fleet', keys: 'f' },
  { to: '/endpoints', label: 'Endpoints', keys: 'e' },
  { to: '/models', label: 'Models', keys: 'm' },
  { to: '/nodes', label: 'Nodes', keys: 'n' },
  { to: '/usage', label: 'Usage and invoices', keys: 'u' },
  { to: '/tokens', label: 'Tokens', keys: 't' },
  { to: '/security-groups', label: 'Security groups', keys: 'g' },
  { to: '/secrets', label: 'Secrets', keys: 's' },
  { to: '/alerts', label: 'Alerts', keys: 'a' },
  { to: '/channels', label: 'Channels', keys: 'c' },
  { to: '/webhooks', label: 'Webhooks', keys: 'w' },
  { to: '/log-sinks', label: 'Log sinks', keys: 'l' },
  { to: '/audit', label: 'Audit', keys: 'h' },
  { to: '/projects', label: 'Projects', keys: 'p' },
] as const;

export type Place = (typeof PLACES)[number];

/** The tabs of an endpoint that the palette goes to. */
export const TABS = [
  { path: '', label: 'Overview' },
  { path: '/playground', label: 'Playground' },
  { path: '/scaling', label: 'Scaling' },
  { path: '/replicas', label: 'Replicas' },
  { path: '/logs', label: 'Logs' },
  { path: '/requests', label: 'Requests' },
  { path: '/metrics', label: 'Metrics' },
  { path: '/billing', label: 'Billing' },
  { path: '/settings', label: 'Settings' },
] as const;

/** Whether the place is where one is: an endpoint’s page is among the endpoints, and only the fleet is at the root. */
export const isAt = (place: string, path: string): boolean =>
  place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`);

/** Pages that make sense before the operator has chosen a project. */
export const needsProject = (path: string): boolean =>
  !['/projects', '/nodes', '/sign-in'].some((place) => isAt(place, path));
