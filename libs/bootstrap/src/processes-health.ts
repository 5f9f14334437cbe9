import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mergedMetrics } from './merged-metrics.ts';
import type { Processes } from './processes.ts';

const ASKED_WITHIN_MS = 2000;

type State = Readonly<{ ready: boolean; parts: Readonly<Record<string, boolean>> }>;

/** Health and metrics of several processes, where those of one would be. It is ready when each of them is. */
export class ProcessesHealth {
  readonly #server: Server;

  constructor(private readonly processes: Pick<Processes, 'ports'>) {
    this.#server = createServer((req, res) => {
      this.#answer(req, res).catch(() => res.destroy());
    });
  }

  /** @returns the port */
  async open(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    switch (req.url) {
      case '/healthz':
        sayJson(res, 200, { ok: true });
        break;
      case '/readyz': {
        const state = await this.#state();
        sayJson(res, state.ready ? 200 : 503, state);
        break;
      }
      case '/metrics':
        res.setHeader('content-type', 'text/plain; version=0.0.4');
        res.end(mergedMetrics(await this.#metrics()));
        break;
      default:
        sayJson(res, 404, { error: 'not found' });
    }
  }

  async #state(): Promise<State> {
    const states = await Promise.all(
      [...this.processes.ports()].map(async ([number, port]) => {
        const text = await ask(port, 'readyz');
        const state = text === undefined ? { ready: false, parts: {} } : (JSON.parse(text) as State);
        return { number, runs: text !== undefined, ...state };
      }),
    );
    const parts: Record<string, boolean> = {};
    for (const { number, runs, parts: own } of states) {
      parts[`process ${String(number)}`] = runs;
      for (const [name, isReady] of Object.entries(own)) parts[`process ${String(number)} ${name}`] = isReady;
    }
    return { ready: states.every(({ ready }) => ready), parts };
  }

  async #metrics(): Promise<ReadonlyMap<string, string>> {
    const texts = await Promise.all(
      [...this.processes.ports()].map(
        async ([number, port]) => [String(number), (await ask(port, 'metrics')) ?? ''] as const,
      ),
    );
    return new Map(texts);
  }
}

/** Undefined when nobody answers. */
const ask = async (port: number | undefined, path: string): Promise<string | undefined> => {
  if (port === undefined) return undefined;
  try {
    const signal = AbortSignal.timeout(ASKED_WITHIN_MS);
    return await (await fetch(`http://127.0.0.1:${String(port)}/${path}`, { signal })).text();
  } catch {
    return undefined;
  }
};

const sayJson = (res: ServerResponse, status: number, value: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
