import { setTimeout as pause } from 'node:timers/promises';
import { readSecret, writeSecret } from './secrets.ts';

export type SampleEndpoint = Readonly<{ id: string; name: string; url: string; state: string }>;

const PROJECT = 'default';
const NAME = 'hello';
const SAMPLE = {
  name: NAME,
  model: 'tidegate/tiny',
  framework: 'llama.cpp',
  hardware: 'cpu-1x',
  scaling: { minReplicas: 0, maxReplicas: 2, idleTimeoutSeconds: 60 },
  async: { routes: ['/v1/chat/completions'] },
};

/** States in which it answers, or will when called. */
const USABLE = new Set(['running', 'sleeping']);
/** States that do not pass by waiting. */
const FINAL = new Set(['stopped', 'disabled', 'build_failed', 'deploy_failed', 'runtime_error', 'deleted']);
const ASK_WITHIN_MS = 10_000;

type Api = Readonly<{ url: string; token: string }>;
type Named = Readonly<{ id: string; name: string }>;
type Answer = Readonly<{ status: number; body: unknown }>;

const ask = async (api: Api, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
};

const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** The body; the caller knows its shape. */
const good = (answer: Answer, what: string): unknown => {
  if (isGood(answer)) return answer.body;
  const { detail, code } = (answer.body ?? {}) as { detail?: string; code?: string };
  throw new Error(
    `${what} was answered ${answer.status}${detail || code ? ` (${detail ?? code ?? ''})` : ''}`,
  );
};

/** Reads the list page by page until the name appears. */
const findByName = async (api: Api, path: string, name: string): Promise<Named | undefined> => {
  type Page = { items: Named[]; nextCursor?: string | null };
  for (let cursor: string | undefined; ;) {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = good(await ask(api, 'GET', `${path}${query}`), `GET ${path}`) as Page;
    const found = page.items.find((item) => item.name === name);
    if (found) return found;
    if (!page.nextCursor) return undefined;
    cursor = page.nextCursor;
  }
};

/** Creates what is missing; a name taken in the meantime is as good as found. */
const ensureNamed = async (api: Api, path: string, wanted: { name: string }): Promise<Named> => {
  const found = await findByName(api, path, wanted.name);
  if (found) return found;
  const answer = await ask(api, 'POST', path, wanted);
  const taken = answer.status === 409 ? await findByName(api, path, wanted.name) : undefined;
  return taken ?? (good(answer, `POST ${path}`) as Named);
};

/** Of a token that the platform takes and that may do all that an owner may. */
const isOwners = async (api: Api): Promise<boolean> => {
  const answer = await ask(api, 'GET', '/v1/me');
  return isGood(answer) && (answer.body as { scopes: string[] }).scopes.includes('admin');
};

/**
 * The project token of this home: the kept one as long as the platform takes it for an owner's, else a new one of the
 * project `default`, which is made when it is missing.
 */
export const ensureToken = async (operator: Api, path: string): Promise<string> => {
  const kept = await readSecret(path);
  if (kept !== undefined && (await isOwners({ url: operator.url, token: kept }))) return kept;
  const project = await ensureNamed(operator, '/v1/projects', { name: PROJECT });
  const tokens = `/v1/projects/${project.id}/tokens`;
  const made = await ask(operator, 'POST', tokens, { name: 'launcher', role: 'owner' });
  const { token } = good(made, `POST ${tokens}`) as { token: string };
  await writeSecret(path, token);
  return token;
};

export type Patience = Readonly<{ withinMs: number; signal: AbortSignal }>;

/** Finds or creates the sample endpoint and waits until it can be called, or cannot become so by waiting. */
export const ensureSample = async (api: Api, { withinMs, signal }: Patience): Promise<SampleEndpoint> => {
  const { id } = await ensureNamed(api, '/v1/endpoints', SAMPLE);
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask(api, 'GET', `/v1/endpoints/${id}`);
    const { state } = good(answer, `GET /v1/endpoints/${id}`) as { state: string };
    const over = USABLE.has(state) || FINAL.has(state) || performance.now() > deadline || signal.aborted;
    if (over) return { id, name: NAME, url: `${api.url}/api/d/${id}`, state };
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
};

export const isUsable = ({ state }: SampleEndpoint): boolean => USABLE.has(state);

/**
 * A link that signs a browser in as the operator, once and within minutes, in the project of a token.
 * @param operator whose token the platform was started with
 */
export const signInLink = async (operator: Api, token: string): Promise<string> => {
  const me = good(await ask({ url: operator.url, token }, 'GET', '/v1/me'), 'GET /v1/me');
  const { projectId = null } = me as { projectId?: string | null };
  const path = '/v1/sign-in-codes';
  const made = good(await ask(operator, 'POST', path, { projectId }), `POST ${path}`) as { path: string };
  return `${operator.url}${made.path}`;
};
