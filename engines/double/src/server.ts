import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { echo } from './echo.ts';
import type { Faults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { Job, Scheduler } from './generation.ts';
import { answering, sendJson, withBody } from './http.ts';
import type { Metrics } from './metrics.ts';
import {
  Refused,
  chunkOf,
  parseBody,
  readEmbeddings,
  readText,
  usageOf,
  wholeOf,
  type Header,
  type TextRequest,
} from './openai.ts';
import { answerTokens, countTokens, embeddingOf } from './text.ts';

export interface Engine {
  readonly flags: Flags;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly metrics: Metrics;
  /** Milliseconds from the start of the process to the open port. */
  startMs: number;
  stopping: boolean;
  /** It answers no request until it is woken. */
  asleep: boolean;
}

type Surface = 'chat' | 'completion';
type Respond = (engine: Engine, body: string, response: ServerResponse) => void;

/**
 * Not imported: an import reads every export of the module, one of which loads Node's whole fetch client. That is
 * 50 ms, half of the time from the start of this process to its open port.
 */
const { createServer } = process.getBuiltinModule('node:http');

/** Longer than a proxy keeps an idle connection, so that it is never this side that closes one under a request. */
const KEEP_ALIVE_MS = 65_000;

const unavailable = (message: string): Refused => new Refused(503, 'ServiceUnavailableError', message);

let requests = 0;

const headerOf = ({ flags }: Engine, surface: Surface): Header => ({
  id: `${surface === 'chat' ? 'chatcmpl' : 'cmpl'}-${process.pid}-${++requests}`,
  created: Math.floor(Date.now() / 1000),
  model: flags.servedModelNames[0] ?? flags.model,
});

/** The listener of a job: streams its tokens, or gathers them for one answer. */
const listen = (
  header: Header,
  surface: Surface,
  answer: {
    request: TextRequest;
    promptTokens: number;
    tokens: readonly string[];
    reason: 'stop' | 'length';
  },
  response: ServerResponse,
): Pick<Job, 'deliver' | 'done'> => {
  const usage = usageOf(answer.promptTokens, answer.tokens.length);
  const { reason, request } = answer;
  if (!request.stream)
    return {
      deliver: () => undefined,
      done: () => {
        sendJson(response, 200, wholeOf(surface, header, { text: answer.tokens.join(''), reason, usage }));
      },
    };
  let opened = false;
  return {
    deliver: (tokens) => {
      const events = tokens.map((text) => chunkOf(surface, header, { text }));
      if (!opened) {
        opened = true;
        response.writeHead(200, {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache',
        });
        if (surface === 'chat') events.unshift(chunkOf(surface, header, { role: 'assistant', text: '' }));
      }
      response.write(events.join(''));
    },
    done: () => {
      const last = request.includeUsage ? chunkOf(surface, header, { usage }) : '';
      response.end(`${chunkOf(surface, header, { reason })}${last}data: [DONE]\n\n`);
    },
  };
};

const mustFit = (most: number | null, promptTokens: number, answerTokens: number): void => {
  const asked = promptTokens + answerTokens;
  if (most !== null && asked > most)
    throw new Refused(
      400,
      'BadRequestError',
      `This model's maximum context length is ${most} tokens. However, you requested ${asked} tokens ` +
        `(${promptTokens} in the messages, ${answerTokens} in the completion).`,
    );
};

const generate =
  (surface: Surface): Respond =>
  (engine, body, response) => {
    const { flags, scheduler } = engine;
    const request = readText(surface, parseBody(body, flags.servedModelNames));
    const promptTokens = countTokens(request.prompt);
    const tokens = answerTokens(request.prompt, request.maxTokens ?? flags.tokens);
    const reason = request.maxTokens === null ? 'stop' : 'length';
    mustFit(flags.maxModelLen, promptTokens, tokens.length);
    const listener = listen(
      headerOf(engine, surface),
      surface,
      { request, promptTokens, tokens, reason },
      response,
    );
    const abandon = scheduler.submit({ promptTokens, tokens, reason, ...listener });
    if (abandon === null) throw unavailable('Too many requests are waiting.');
    response.once('close', () => {
      if (!response.writableFinished) abandon();
    });
  };

const embed: Respond = ({ flags }, body, response) => {
  const { inputs, base64 } = readEmbeddings(parseBody(body, flags.servedModelNames));
  const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0);
  const data = inputs.map((input, index) => {
    const vector = embeddingOf(input);
    const embedding = base64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
    return { object: 'embedding', index, embedding };
  });
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  sendJson(response, 200, { object: 'list', model: flags.servedModelNames[0], data, usage });
};

const INFERENCE: ReadonlyMap<string, Respond> = new Map([
  ['POST /v1/chat/completions', generate('chat')],
  ['POST /v1/completions', generate('completion')],
  ['POST /v1/embeddings', embed],
]);

const health = ({ flags, startMs, stopping }: Engine, response: ServerResponse): void => {
  const { neverHealthy, slowHealthMs, unhealthyAfterMs } = flags;
  const openMs = performance.now() - startMs;
  if (stopping || neverHealthy || openMs < slowHealthMs) throw unavailable('The model is still loading.');
  if (unhealthyAfterMs !== null && openMs >= unhealthyAfterMs) throw unavailable('The engine is dead.');
  response.writeHead(200, { 'content-length': 0 }).end();
};

const OWN: ReadonlyMap<string, (engine: Engine, response: ServerResponse) => void> = new Map([
  ['GET /health', health],
  [
    'GET /version',
    (_engine, response) => {
      sendJson(response, 200, { version: '0.1.0', simulated: true });
    },
  ],
  [
    'GET /metrics',
    ({ flags, metrics, scheduler, startMs }, response) => {
      const name = flags.servedModelNames[0] ?? flags.model;
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(metrics.text(name, { ...scheduler.load, startSeconds: startMs / 1000 }));
    },
  ],
  [
    'GET /v1/models',
    ({ flags }, response) => {
      const data = flags.servedModelNames.map((id) => ({
        id,
        object: 'model',
        created: 0,
        owned_by: 'engine-double',
        root: flags.model,
        max_model_len: flags.maxModelLen,
        simulated: true,
      }));
      sendJson(response, 200, { object: 'list', data });
    },
  ],
]);

/** Where it was not started so, there is no such path. */
const rest =
  (asleep: boolean) =>
  (engine: Engine, response: ServerResponse): void => {
    engine.asleep = asleep;
    response.writeHead(200, { 'content-length': 0 }).end();
  };

const SLEEP: typeof OWN = new Map([
  ['POST /sleep', rest(true)],
  ['POST /wake_up', rest(false)],
  [
    'GET /is_sleeping',
    ({ asleep }, response) => {
      sendJson(response, 200, { is_sleeping: asleep });
    },
  ],
]);

const ownOf = ({ flags }: Engine, key: string) =>
  OWN.get(key) ?? (flags.sleepMode ? SLEEP.get(key) : undefined);

const awake = ({ asleep }: Engine): void => {
  if (asleep) throw unavailable('The engine sleeps.');
};

const failed = (): never => {
  throw new Refused(500, 'InternalServerError', 'The engine failed. (simulated by engine-double)');
};

const dispatch = (engine: Engine, request: IncomingMessage, response: ServerResponse): void => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const key = `${request.method} ${path}`;
  const infer = INFERENCE.get(key);
  const echoed = path.startsWith('/echo/');
  const fails = (infer !== undefined || echoed) && engine.faults.strike();
  // Accepts and never answers, whatever is asked: a wedged engine does not tell health checks either.
  if (engine.faults.hanging) return;
  const own = ownOf(engine, key);
  if (fails) withBody(request, response, failed);
  else if (own !== undefined)
    answering(response, () => {
      own(engine, response);
    });
  else if (infer !== undefined)
    withBody(request, response, (body) => {
      awake(engine);
      infer(engine, body.toString('utf8'), response);
    });
  else if (echoed)
    withBody(request, response, (body) => {
      echo(request, body, response);
    });
  else sendJson(response, 404, new Refused(404, 'NotFoundError', `No such path: ${key}.`).body());
};

export const createEngineServer = (engine: Engine): Server => {
  const server = createServer((request, response) => {
    response.once('close', () => {
      // A connection that is kept alive would hold up the end until its idle time is over.
      if (engine.stopping) setImmediate(() => server.closeIdleConnections());
    });
    dispatch(engine, request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
};
