import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { EventStore, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, eventually, testService } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type TLSSocket, connect } from 'node:tls';
import { endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { type Upstream, closedPort, upstream } from '../upstream.spec-helper.ts';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';

jest.setTimeout(180_000);

@Module({ imports: [EventingModule.forRoot({ service: 'api', relay: true })] })
class ControlPlane {}

/** As it was built. */
const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const mine = token();

type Running = Readonly<{ port: number; health: string; child: ChildProcess; exit: Promise<number | null> }>;

let control: TestService;
let replica: Upstream;
let path = '';
const children: ChildProcess[] = [];

beforeAll(async () => {
  control = await testService({ service: 'api', module: ControlPlane });
  replica = await upstream((_req, res, body) => {
    res.writeHead(200, { 'content-type': 'text/plain' });
    setTimeout(() => res.end(body), 30);
  });
  const chat = endpointRequested({ name: 'chat' });
  path = `/api/d/${chat.data.endpointId}/x`;
  await append(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await control.close();
  await replica.close();
});

const append = async (...events: Recorded<AnyEvent>[]): Promise<void> => {
  for (const { type, data } of events)
    await control.get(EventStore).append(`test-${randomUUID()}`, 'any', [{ type, data }], {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
    });
};

const started = async (processes: number, more: Record<string, string> = {}): Promise<Running> => {
  const [port, healthPort] = [await closedPort(), await closedPort()];
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: control.databaseUrl,
      NATS_URL: control.natsUrl,
      ...(control.natsToken !== undefined && { NATS_TOKEN: control.natsToken }),
      TIDEGATE_PORT: String(port),
      TIDEGATE_GATEWAY_PORT: String(healthPort),
      TIDEGATE_GATEWAY_PROCESSES: String(processes),
      LOG_LEVEL: 'error',
      ...more,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const health = `http://127.0.0.1:${String(healthPort)}`;
  await eventually(async () => {
    expect((await fetch(`${health}/readyz`)).status).toBe(200);
  }, 90_000);
  return { port, health, child, exit };
};

/** One answer, over the connection that the agent keeps. */
const post = (port: number, agent: Agent, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${mine.text}`, 'content-type': 'text/plain' };
    const req = request(
      { port, host: '127.0.0.1', path, method: 'POST', agent, headers },
      (res: IncomingMessage) => {
        let text = '';
        res.on('data', (part: Buffer) => (text += part.toString()));
        res.on('end', () => resolve(`${String(res.statusCode)} ${text}`));
        res.on('error', reject);
      },
    );
    req.on('error', reject);
    req.end(body);
  });

/** Callers that know two gateways, and go to the other one when a connection is refused: then alone. */
const callers = (count: number, ports: readonly [number, number]) => {
  let goesOn = true;
  const answered = [0, 0];
  const wrong: string[] = [];
  const one = async (name: number): Promise<void> => {
    const agents = ports.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
    let at = 0;
    for (let i = 0; goesOn; i++) {
      const body = `${String(name)}-${String(i)}`;
      try {
        const answer = await post(ports[at]!, agents[at]!, body);
        answered[at]!++;
        if (answer !== `200 ${body}`) wrong.push(answer);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') wrong.push(String(error));
        at = 1 - at;
      }
    }
    for (const agent of agents) agent.destroy();
  };
  const all = Promise.all(Array.from({ length: count }, (_, name) => one(name)));
  return {
    answered,
    wrong,
    stop: async () => {
      goesOn = false;
      await all;
    },
  };
};

describe('two gateways of which one is told to stop', () => {
  it.each([1, 2])('lose no request, when that one has %i processes', async (processes) => {
    const [ending, staying] = await Promise.all([started(processes), started(1)]);
    const load = callers(16, [ending.port, staying.port]);
    await eventually(() => {
      expect(load.answered[0]).toBeGreaterThan(200);
    });
    ending.child.kill('SIGTERM');
    expect(await ending.exit).toBe(0);
    const then = load.answered[1]!;
    await eventually(() => {
      expect(load.answered[1]).toBeGreaterThan(then + 200);
    });
    await load.stop();
    expect(load.wrong).toEqual([]);
    staying.child.kill('SIGTERM');
    expect(await staying.exit).toBe(0);
  });
});

const secure = async (port: number, session?: Buffer): Promise<TLSSocket> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, session });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket;
};

describe('a gateway of two processes', () => {
  it('takes a session of TLS up again, whichever of them it was begun with', async () => {
    const { path: folder, remove } = await scratchFolder();
    const { certificateFile, keyFile } = filesIn(folder);
    await issue({ certificateFile, keyFile });
    const tlsPort = await closedPort();
    const gateway = await started(2, {
      TIDEGATE_TLS_PORT: String(tlsPort),
      TIDEGATE_TLS_CERT_FILE: certificateFile,
      TIDEGATE_TLS_KEY_FILE: keyFile,
    });
    const first = await secure(tlsPort);
    // It comes after the handshake, and is seen by who reads.
    const session = await new Promise<Buffer>((resolve) => first.once('session', resolve).resume());
    const others = await Promise.all(Array.from({ length: 40 }, () => secure(tlsPort, session)));
    expect(others.map((socket) => socket.isSessionReused())).toEqual(Array(40).fill(true));
    for (const socket of [first, ...others]) socket.destroy();
    gateway.child.kill('SIGTERM');
    expect(await gateway.exit).toBe(0);
    await remove();
  });

  it('follows the log in each of them, and goes on when one is killed', async () => {
    const gateway = await started(2);
    const other = endpointRequested({ name: 'other' });
    const metrics = async (): Promise<string> => (await fetch(`${gateway.health}/metrics`)).text();
    await append(other, replicaReady(other.data, { port: replica.port }));
    const own = `/api/d/${other.data.endpointId}/x`;
    path = own;
    // Each process gets some of these connections.
    for (let i = 0; i < 10; i++)
      await eventually(async () => {
        expect(await post(gateway.port, new Agent(), 'x')).toBe('200 x');
      });
    expect((await metrics()).match(/^tidegate_gateway_in_flight\{process="[12]"/gm)).toHaveLength(2);
    const pids = await childrenOf(gateway.child.pid ?? 0);
    expect(pids).toHaveLength(2);
    process.kill(pids[0]!, 'SIGKILL');
    for (let i = 0; i < 10; i++)
      await eventually(async () => {
        expect(await post(gateway.port, new Agent(), 'y')).toBe('200 y');
      });
    await eventually(async () => {
      expect((await fetch(`${gateway.health}/readyz`)).status).toBe(200);
      expect(await childrenOf(gateway.child.pid ?? 0)).not.toContain(pids[0]);
    }, 90_000);
    gateway.child.kill('SIGTERM');
    expect(await gateway.exit).toBe(0);
  });
});

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
};
