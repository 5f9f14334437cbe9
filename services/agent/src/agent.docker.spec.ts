import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import type { DesiredReplica, EventNamed } from '@tidegate/contracts';
import { eventually, testNats } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  DOCKER_SOCKET,
  ENGINE_IMAGE,
  clearNode,
  containersOf,
  freshReplicaId,
  needDocker,
} from './containers/docker.spec-helper.ts';
import { FakeControlPlane, NODE_ID, replicaOf } from './fake-control-plane.spec-helper.ts';

const PATIENCE_MS = 30_000;
jest.setTimeout(4 * PATIENCE_MS);
beforeAll(needDocker);

const MAIN = resolve(import.meta.dirname, '../dist/main.js');

let nats: Awaited<ReturnType<typeof testNats>>;
let bus: Awaited<ReturnType<typeof connect>>;
let plane: FakeControlPlane;
let folder: string;
/** By their numbers. */
const lines = new Map<number, string>();
const agents: ChildProcess[] = [];

const startAgent = (): ChildProcess => {
  const agent = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      NATS_URL: nats.url,
      NATS_TOKEN: nats.token,
      LOG_LEVEL: 'error',
      TIDEGATE_NODE_ID: NODE_ID,
      TIDEGATE_AGENT_DIR: folder,
      TIDEGATE_AGENT_SYNC_MS: '200',
      TIDEGATE_AGENT_ENDED_KEPT_MS: '500',
      TIDEGATE_DRIVER: 'docker',
      TIDEGATE_DOCKER_SOCKET: DOCKER_SOCKET,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  agents.push(agent);
  return agent;
};
const end = async (agent: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (agent.exitCode !== null || agent.signalCode !== null) return;
  const gone = new Promise((then) => agent.once('exit', then));
  agent.kill(signal);
  await gone;
};
const soon = <T>(attempt: () => T): Promise<T> => eventually(attempt, PATIENCE_MS);

/** An endpoint with an image of its own, which speaks as OpenAI's API does. */
const wanted = (args: readonly string[] = []): DesiredReplica => {
  const command = ['/bin/node', '/opt/engine-double/main.js', '--host', '0.0.0.0', '--port', '8080'];
  return {
    ...replicaOf(1),
    replicaId: freshReplicaId(),
    framework: 'custom',
    model: 'tidegate/double',
    modelSource: { kind: 'image' },
    image: {
      reference: ENGINE_IMAGE,
      command: [...command, '--model', 'tidegate/double', ...args],
      credentials: null,
    },
    healthPath: '/health',
  };
};

beforeEach(async () => {
  await clearNode(NODE_ID);
  nats = await testNats();
  bus = await connect({ servers: nats.url, ...(nats.token && { token: nats.token }) });
  bus.subscribe('lines.>', {
    callback: (_, message) => {
      const batch = message.json<
        { data: EventNamed<'LogLinesShipped'>['data'] } & EventNamed<'LogLinesShipped'>['data']
      >();
      const { firstSequence, lines: some } = batch.data ?? batch;
      for (const [i, { text }] of some.entries()) lines.set(firstSequence + i, text);
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'tidegate-agent-'));
  plane = await FakeControlPlane.on(nats);
  lines.clear();
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => end(agent, 'SIGKILL')));
  await clearNode(NODE_ID);
  await bus.close();
  await plane.close();
  await nats.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an agent whose replicas are containers', () => {
  it('starts one that answers, leaves it when it is killed, and takes it over', async () => {
    const one = wanted(['--log-line-every-ms', '5']);
    const first = startAgent();
    plane.want(one);
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']));
    const { port } = plane.toldOf(one.replicaId)[1]!;
    const answer = await fetch(`http://127.0.0.1:${String(port)}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tidegate/double', prompt: 'hello', max_tokens: 3 }),
    });
    expect(await answer.json()).toMatchObject({ object: 'text_completion', usage: { completion_tokens: 3 } });

    await end(first, 'SIGKILL');
    const [container] = await containersOf(NODE_ID);
    const asked = plane.asks.length;
    startAgent();
    await soon(() => expect(plane.asks.length).toBeGreaterThan(asked + 3));
    expect((await containersOf(NODE_ID)).map(({ Id }) => Id)).toEqual([container!.Id]);
    expect(plane.kindsOf(one.replicaId)).toEqual(['started', 'ready']);

    await soon(() => expect(lines.size).toBeGreaterThan(400));
    const numbers = [...lines].toSorted(([a], [b]) => a - b);
    expect(numbers.map(([number]) => number)).toEqual(numbers.map((_, i) => i + 1));
    const written = numbers.flatMap(([, text]) => {
      const [, n] = /log line (\d+)$/.exec(text) ?? [];
      return n === undefined ? [] : [Number(n)];
    });
    expect(written).toEqual(written.map((_, i) => i + 1));

    plane.want();
    await soon(() =>
      expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped', exitCode: 0 }),
    );
    await eventually(async () => expect(await containersOf(NODE_ID)).toEqual([]), PATIENCE_MS);
  });

  it('at any moment of a start is killed without leaving a second one, or one that nobody knows', async () => {
    for (const afterMs of [0, 60, 150, 300]) {
      const one = wanted();
      const before = plane.asks.length;
      const agent = startAgent();
      await soon(() => expect(plane.asks.length).toBeGreaterThan(before));
      plane.want(one);
      await new Promise((then) => setTimeout(then, afterMs));
      await end(agent, 'SIGKILL');
      const next = startAgent();
      await soon(() => expect(plane.kindsOf(one.replicaId)).toContain('ready'));
      expect(await containersOf(NODE_ID)).toHaveLength(1);
      plane.want();
      await soon(() => expect(plane.toldOf(one.replicaId).at(-1)).toMatchObject({ kind: 'stopped' }));
      await eventually(async () => expect(await containersOf(NODE_ID)).toEqual([]), PATIENCE_MS);
      await end(next, 'SIGTERM');
    }
  });

  it('tells why an image could not be had, and what it said of it', async () => {
    startAgent();
    const one = wanted();
    plane.want({ ...one, image: { ...one.image!, reference: '127.0.0.1:1/owner/image:1' } });
    await soon(() => expect(plane.kindsOf(one.replicaId)).toEqual(['stopped']));
    const [stopped] = plane.toldOf(one.replicaId);
    expect(stopped).toMatchObject({ cause: 'image_pull_failed', exitCode: null });
    expect(stopped!.lastLines.join()).toContain(
      'the registry of 127.0.0.1:1/owner/image:1 cannot be reached',
    );
    await soon(() => expect([...lines.values()].join()).toContain('tidegate: fetches the image 127.0.0.1:1'));
  });

  it('refuses a framework that has no container', async () => {
    startAgent();
    const one = replicaOf(1);
    plane.want(one);
    await soon(() => expect(plane.toldOf(one.replicaId)).toMatchObject([{ cause: 'launch_failed' }]));
    expect(plane.toldOf(one.replicaId)[0]!.lastLines.join()).toContain('in a container');
  });
});
