import type { FieldProblem } from '@tidegate/contracts';
import type { EndpointView } from '../endpoints/endpoint-view.ts';
import { badgeFor, wordFor } from '../life-cycle/vocabularies.ts';
import { nameFor } from './hub-words.ts';

/** How a dedicated-inference service provisions a model. Names are its own. */
export type Provision = Readonly<{
  modelId: string;
  name?: string | null;
  hfToken?: string | null;
  instanceType?: string | null;
  minNodes?: number | null;
  maxNodes?: number | null;
  authMode?: 'private' | 'public' | null;
  customDomain?: string | null;
}>;

/** The variable in which runtimes look for a token of the model hub. */
const HUB_TOKEN = 'HF_TOKEN';

const POINTERS: Readonly<Record<string, string>> = {
  '/model': '/modelId',
  '/hardware': '/instanceType',
  '/visibility': '/authMode',
  '/scaling/minReplicas': '/minNodes',
  '/scaling/maxReplicas': '/maxNodes',
  '/customDomains/0': '/customDomain',
  [`/secrets/${HUB_TOKEN}`]: '/hfToken',
};

export const inProvisionWords = ({ pointer, message }: FieldProblem): FieldProblem => ({
  pointer: POINTERS[pointer] ?? pointer,
  message,
});

export const wishOfProvision = (given: Provision): Record<string, unknown> => ({
  name: given.name ?? nameFor(given.modelId),
  model: given.modelId,
  ...(given.instanceType && { hardware: given.instanceType }),
  ...(given.authMode && { visibility: given.authMode }),
  ...(given.hfToken && { secrets: { [HUB_TOKEN]: given.hfToken } }),
  ...(given.customDomain && { customDomains: [given.customDomain] }),
  scaling: {
    ...(typeof given.minNodes === 'number' && { minReplicas: given.minNodes }),
    ...(typeof given.maxNodes === 'number' && { maxReplicas: given.maxNodes }),
  },
});

export const provisionViewOf = (endpoint: EndpointView) => ({
  endpointId: endpoint.id,
  name: endpoint.name,
  url: `${endpoint.url}/chat/completions`,
  status: wordFor('hypervize', endpoint.state),
  badge: badgeFor(endpoint.state),
  instanceType: endpoint.hardware.id,
  minNodes: endpoint.scaling.minReplicas,
  maxNodes: endpoint.scaling.maxReplicas,
});
