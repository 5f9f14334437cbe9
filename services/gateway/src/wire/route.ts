import { InvocationId } from '@tidegate/contracts';

/** Where a request goes, by its method and target alone. */
export type Route =
  /** Through to a replica of this endpoint, at `target` (path and query). `namesModel`: an OpenAI call whose `model` gives way to the endpoint's own. */
  | Readonly<{
      kind: 'endpoint';
      endpointId: string;
      /** Where its paths begin on the host that was called. */
      base: string;
      target: string;
      namesModel: boolean;
    }>
  /** The endpoint is named by the body's `model`. */
  | Readonly<{ kind: 'model_in_body'; target: string }>
  | Readonly<{ kind: 'list_models' }>
  | Readonly<{ kind: 'get_model'; model: string }>
  /** One asynchronous request. */
  | Readonly<{
      kind: 'invocation';
      action: 'read' | 'cancel' | 'replay';
      endpointId: string;
      base: string;
      invocationId: string;
    }>
  /** All of an endpoint's; where it has none, `otherwise` is meant. */
  | Readonly<{
      kind: 'list_invocations';
      endpointId: string;
      query: string;
      otherwise: Extract<Route, { kind: 'endpoint' }>;
    }>
  | Readonly<{ kind: 'wrong_method'; path: string; allowed: string }>
  /** No inference path: the control API's. */
  | Readonly<{ kind: 'api'; target: string }>;

const ENDPOINT_PREFIX = '/api/d/';
const OPENAI_PREFIX = '/v1/';

/** Paths of the OpenAI API, below `/v1/`, whose body names the model. */
const NAMES_MODEL =
  /^(?:chat\/completions|completions|embeddings|responses|rerank|moderations|audio\/(?:speech|transcriptions|translations)|images\/(?:generations|edits|variations))$/;
/** Others that engines serve below `/v1/`: on an endpoint's own URL they get the prefix too. */
const ENGINE_SERVES = /^(?:models(?:\/.+)?|responses\/.+|chat\/completions\/.+)$/;

/** The path and query of a request target. Proxies send the absolute form (RFC 9112, 3.2.2): scheme and authority go. */
export const originForm = (url: string): string => {
  if (url.startsWith('/')) return url;
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1];
  if (path === undefined) return '/';
  return path.startsWith('/') ? path : `/${path}`;
};

const splitQuery = (target: string): [path: string, query: string] => {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)];
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** `rest` is the path below the endpoint's base, without its first slash. */
type Below = Readonly<{ endpointId: string; base: string; rest: string; query: string }>;

const belowPrefix = (path: string, query: string): Below => {
  const slash = path.indexOf('/', ENDPOINT_PREFIX.length);
  const base = slash < 0 ? path : path.slice(0, slash);
  const endpointId = base.slice(ENDPOINT_PREFIX.length);
  return { endpointId, base, rest: slash < 0 ? '' : path.slice(slash + 1), query };
};

const INVOCATION_ACTIONS = {
  'GET ': 'read',
  'POST cancel': 'cancel',
  'POST replay': 'replay',
} as const;

const isAction = (text: string): text is keyof typeof INVOCATION_ACTIONS =>
  Object.hasOwn(INVOCATION_ACTIONS, text);

/** Only what is an invocation's id is one: any other path below `requests` is the replica's. */
const invocationRoute = (method: string, { endpointId, base, rest }: Below): Route | undefined => {
  if (!rest.startsWith('requests/')) return undefined;
  const [, invocationId = '', action = '', ...more] = rest.split('/');
  const asked = `${method} ${action}`;
  if (!isAction(asked) || more.length > 0 || !InvocationId.safeParse(invocationId).success) return undefined;
  return { kind: 'invocation', action: INVOCATION_ACTIONS[asked], endpointId, base, invocationId };
};

const endpointRoute = (method: string, below: Below): Route => {
  const otherwise = replicaRoute(method, below);
  const { endpointId, rest, query } = below;
  if (method === 'GET' && rest === 'requests')
    return { kind: 'list_invocations', endpointId, query, otherwise };
  return invocationRoute(method, below) ?? otherwise;
};

const replicaRoute = (
  method: string,
  { endpointId, base, rest, query }: Below,
): Extract<Route, { kind: 'endpoint' }> => {
  const bare = NAMES_MODEL.test(rest) || ENGINE_SERVES.test(rest);
  const target = `${bare ? '/v1/' : '/'}${rest}${query}`;
  return { kind: 'endpoint', endpointId, base, target, namesModel: method === 'POST' && namesModel(target) };
};

/** Whether a path at the replica is one of the OpenAI API whose body names the model. */
export const namesModel = (target: string): boolean => {
  const [path] = splitQuery(target);
  return path.startsWith(OPENAI_PREFIX) && NAMES_MODEL.test(path.slice(OPENAI_PREFIX.length));
};

const openAiRoute = (method: string, path: string, target: string): Route => {
  const rest = path.slice(OPENAI_PREFIX.length);
  if (rest === 'models' || rest.startsWith('models/')) {
    if (method !== 'GET') return { kind: 'wrong_method', path, allowed: 'GET' };
    return rest === 'models'
      ? { kind: 'list_models' }
      : { kind: 'get_model', model: decoded(rest.slice('models/'.length)) };
  }
  if (!NAMES_MODEL.test(rest)) return { kind: 'api', target };
  return method === 'POST'
    ? { kind: 'model_in_body', target }
    : { kind: 'wrong_method', path, allowed: 'POST' };
};

export const routeOf = (method: string, url: string): Route => {
  const target = originForm(url);
  const [path, query] = splitQuery(target);
  if (path.startsWith(ENDPOINT_PREFIX)) return endpointRoute(method, belowPrefix(path, query));
  if (path.startsWith(OPENAI_PREFIX)) return openAiRoute(method, path, target);
  return { kind: 'api', target };
};

/** Every path of a host that is an endpoint's own is below that endpoint. */
export const routeOfDomain = (method: string, url: string, endpointId: string): Route => {
  const [path, query] = splitQuery(originForm(url));
  return endpointRoute(method, { endpointId, base: '', rest: path.slice(1), query });
};

export const pathOf = (target: string): string => splitQuery(target)[0];
