import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, internal, loading, stopping, unknownPath } from './api-error.ts';
import type { Engine } from './engine.ts';
import { sendJson, sendText } from './http.ts';
import { chatCompletions, completions, embeddings, models, type Exchange } from './routes.ts';

export interface EngineState {
  /** Null while the model loads. */
  engine: Engine | null;
  stopping: boolean;
  readonly alias: string;
}

type Route = (exchange: Exchange) => void | Promise<void>;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /v1/models': models,
  'POST /v1/chat/completions': chatCompletions,
  'POST /v1/completions': completions,
  'POST /v1/embeddings': embeddings,
};

/** Longer than a proxy keeps an idle connection, so that it is never this side that closes one under a request. */
const KEEP_ALIVE_MS = 65_000;

const log = (line: string): void => void process.stdout.write(`${line}\n`);

const OWN_ROUTES: Readonly<Record<string, (state: EngineState, response: ServerResponse) => void>> = {
  'GET /health': (state, response) => {
    readyEngine(state);
    sendJson(response, 200, { status: 'ok' });
  },
  'GET /metrics': ({ engine }, response) => {
    sendText(response, 'text/plain; version=0.0.4; charset=utf-8', engine?.metricsText() ?? '');
  },
};

const readyEngine = ({ engine, stopping: ending }: EngineState): Engine => {
  if (ending) throw stopping();
  if (engine === null) throw loading();
  return engine;
};

const routeOf = <T>(routes: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(routes, key) ? routes[key] : undefined;

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

const dispatch = async (
  state: EngineState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { method = 'GET' } = request;
  const path = pathOf(request);
  const own = routeOf(OWN_ROUTES, `${method} ${path}`);
  if (own !== undefined) {
    own(state, response);
    return;
  }
  const route = routeOf(ROUTES, `${method} ${path}`);
  if (route === undefined) throw unknownPath(method, path);
  await route({ engine: readyEngine(state), alias: state.alias, request, response });
};

const fail = (error: unknown, response: ServerResponse): void => {
  // Whoever has hung up is not told anything any more.
  if (response.destroyed) return;
  const known = error instanceof ApiError ? error : internal();
  if (known !== error) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (response.headersSent) {
    response.end(`data: ${JSON.stringify(known.body())}\n\n`);
    return;
  }
  if (known.status === 429 || known.status === 503) response.setHeader('retry-after', '1');
  sendJson(response, known.status, known.body());
};

/** One line per inference request: never its content. */
const logAnswered = (request: IncomingMessage, response: ServerResponse, startedMs: number): void => {
  const path = pathOf(request);
  if (!path.startsWith('/v1/')) return;
  const outcome = response.writableFinished ? String(response.statusCode) : 'hung up';
  log(`${request.method} ${path} ${outcome} ${Math.round(performance.now() - startedMs)} ms`);
};

export const createEngineServer = (state: EngineState): Server => {
  const server = createServer((request, response) => {
    const startedMs = performance.now();
    response.once('close', () => {
      logAnswered(request, response, startedMs);
      // A connection that is kept alive would hold up the end until its idle time is over.
      if (state.stopping) setImmediate(() => server.closeIdleConnections());
    });
    dispatch(state, request, response).catch((error: unknown) => {
      fail(error, response);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
};
