import type { components } from '@tidegate/sdk';
import { PLACES, TABS } from './places.ts';

type Endpoint = Pick<components['schemas']['Endpoint'], 'id' | 'name' | 'state' | 'conditions' | 'actions'>;
const ACTIONS = [
  ['start', 'Start'],
  ['stop', 'Stop'],
  ['restart', 'Restart'],
] as const;

export type Offer = Readonly<{
  id: string;
  group: string;
  label: string;
  endpoint?: Endpoint;
  deed:
    | Readonly<{ kind: 'go'; to: string }>
    | Readonly<{ kind: 'sheet' }>
    | Readonly<{ kind: 'change'; action: (typeof ACTIONS)[number][0]; endpointId: string; name: string }>;
}>;

const go = (group: string, label: string, to: string): Offer => ({
  id: `${group} ${to}`,
  group,
  label,
  deed: { kind: 'go', to },
});

const ofEndpoint = (endpoint: Endpoint): readonly Offer[] => [
  ...TABS.map(({ path, label }): Offer => {
    const offer = go(
      'Endpoints',
      path === '' ? endpoint.name : `${endpoint.name}: ${label}`,
      `/endpoints/${endpoint.id}${path}`,
    );
    return path === '' ? { ...offer, endpoint } : offer;
  }),
  ...ACTIONS.filter(([action]) => endpoint.actions.includes(action)).map(([action, label]): Offer => ({
    id: `${action} ${endpoint.id}`,
    group: 'Do',
    label: `${label} ${endpoint.name}`,
    deed: { kind: 'change', action, endpointId: endpoint.id, name: endpoint.name },
  })),
];

/** All that the palette can do; endpoints that were opened last come first. */
export const offersOf = (endpoints: readonly Endpoint[], recent: readonly string[]): readonly Offer[] => [
  ...recent.flatMap((id) =>
    endpoints
      .filter((endpoint) => endpoint.id === id)
      .map((endpoint) => ({ ...go('Recent', endpoint.name, `/endpoints/${id}`), endpoint })),
  ),
  ...PLACES.map(({ to, label }) => go('Go', label, to)),
  go('Do', 'Create an endpoint', '/endpoints/new'),
  { id: 'sheet', group: 'Do', label: 'Show the shortcuts', deed: { kind: 'sheet' } },
  ...endpoints.flatMap(ofEndpoint),
];

const SHOWN = 12;
/** Those in which every word occurs: where a word begins with what was typed comes first. Without words, all but tabs. */
export const found = (offers: readonly Offer[], query: string): readonly Offer[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0)
    return offers.filter(({ group }) => group === 'Recent' || group === 'Go').slice(0, SHOWN * 2);
  return offers
    .filter(({ group }) => group !== 'Recent')
    .map((offer) => ({ offer, score: scoreOf(` ${offer.label.toLowerCase()}`, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score || one.offer.label.length - other.offer.label.length)
    .slice(0, SHOWN)
    .map(({ offer }) => offer);
};

const [BEGINS, WITHIN] = [2, 1];
const scoreOf = (label: string, words: readonly string[]): number =>
  words.every((word) => label.includes(word))
    ? words.reduce((sum, word) => sum + (label.includes(` ${word}`) ? BEGINS : WITHIN), 0)
    : 0;
