import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Platform, eventually } from './platform.ts';
import { linesAreStored } from './watching/drained.ts';
import { Follower, type Line } from './watching/follower.ts';
import { Mailbox, Receiver } from './watching/receivers.ts';

const MODEL = `demo/watching-${String(process.pid)}`;
const SECRET = 'correct-horse-battery-staple-4711';
const KILLED = ['logs', 'nats', 'postgres', 'agent', 'api', 'logs'] as const;

let mailbox: Mailbox;
let receiver: Receiver;
let platform: Platform;
beforeAll(async () => {
  [mailbox, receiver] = await Promise.all([Mailbox.open(), Receiver.open()]);
  platform = await Platform.start({
    args: ['--no-sample'],
    environment: {
      TIDEGATE_SMTP_URL: mailbox.url,
      TIDEGATE_MAIL_FROM: 'tidegate@example.com',
      TIDEGATE_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
  });
}, 150_000);
afterAll(async () => {
  await platform.stop();
  await Promise.all([mailbox.close(), receiver.close()]);
}, 90_000);

const endpoint = async (name: string, spec: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await platform.create({
    name,
    model: MODEL,
    framework: 'engine-double',
    hardware: 'cpu-1x',
    scaling: { minReplicas: 1, maxReplicas: 1 },
    ...spec,
  });
  await eventually(async () => {
    expect(await platform.state(id)).toBe('running');
  }, 90_000);
  return id;
};

/** Everything that an endpoint’s log holds, in the order of storage. */
const everyLine = async (endpointId: string): Promise<Line[]> => {
  const all: Line[] = [];
  for (let after = '0'; ;) {
    const { lines, cursor } = await platform.get<{ lines: Line[]; cursor: string }>(
      `/v1/endpoints/${endpointId}/logs?lines=5000&after=${after}`,
    );
    all.push(...lines);
    if (lines.length === 0) return all;
    after = cursor;
  }
};

const NUMBERED = /log line (\d+) /;
const DROPPED = /^(\d+) lines? (?:was|were) dropped/;

/** What is missing before the last numbered line of a program, what its log says is missing, and what came twice. */
const holesIn = (lines: readonly Line[]): { missing: number; admitted: number; twice: number } => {
  const numbers = lines.flatMap(({ text }) => {
    const number = NUMBERED.exec(text)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  const unlike = new Set(numbers);
  return {
    missing: Math.max(0, ...numbers) - unlike.size,
    admitted: lines.reduce((sum, { text }) => sum + Number(DROPPED.exec(text)?.[1] ?? 0), 0),
    twice: numbers.length - unlike.size,
  };
};

describe('a log that is written while everything that carries it is killed', () => {
  let endpointId: string;
  let follower: Follower;
  let lines: Line[];

  it('is written, followed and read to its end', async () => {
    endpointId = await endpoint('chatty', {
      secrets: { PROVIDER_KEY: SECRET },
      engineArguments: { logLineEveryMs: 4, printVariable: 'PROVIDER_KEY' },
      scaling: { minReplicas: 2, maxReplicas: 2 },
    });
    follower = new Follower(platform, endpointId);
    for (const victim of KILLED) {
      await pause(2000);
      const before = await platform.pid(victim);
      process.kill(before, 'SIGKILL');
      await eventually(async () => {
        expect(await platform.pid(victim)).not.toBe(before);
      }, 60_000);
    }
    await pause(3000);
    await eventually(async () => {
      expect((await platform.ask('POST', `/v1/endpoints/${endpointId}/stop`)).status).toBe(202);
    }, 60_000);
    await eventually(async () => {
      expect(await platform.state(endpointId)).toBe('stopped');
    }, 90_000);
    // Agents ship what was written last right after a replica's end.
    await pause(3000);
    await linesAreStored(platform);
    lines = await everyLine(endpointId);
  }, 400_000);

  it('has every line of every replica once, or says how many were lost', () => {
    const ofReplicas = Map.groupBy(
      lines.filter(({ replicaId }) => replicaId !== null),
      ({ replicaId }) => replicaId,
    );
    expect(ofReplicas.size).toBeGreaterThanOrEqual(2);
    for (const [, own] of ofReplicas) {
      const { missing, admitted, twice } = holesIn(own);
      expect({ missing, twice }).toEqual({ missing: admitted, twice: 0 });
      const written = own.filter(({ stream }) => stream !== 'platform').map(({ sequence }) => sequence);
      expect(new Set(written).size).toBe(written.length);
      expect(written.length).toBeGreaterThan(500);
      // Nothing was too much here: what was written while its carriers were away waited.
      expect(admitted).toBe(0);
    }
  });

  it('was followed without a gap and without a repeat', async () => {
    await eventually(() => {
      expect(follower.seen.length).toBeGreaterThanOrEqual(lines.length);
    });
    follower.close();
    expect(follower.resumed).toBeGreaterThan(0);
    expect(follower.seen.map(({ cursor }) => cursor)).toEqual(lines.map(({ cursor }) => cursor));
  });

  it('says what the platform did with the endpoint', () => {
    expect(lines.filter(({ stream }) => stream === 'platform').length).toBeGreaterThan(2);
  });

  it('shows the secret of its replicas nowhere', async () => {
    expect(lines.some(({ text }) => text.includes('PROVIDER_KEY='))).toBe(true);
    expect(JSON.stringify([lines, follower.seen])).not.toContain(SECRET);
    expect(await platform.logs()).not.toContain(SECRET);
    expect(await tablesWith(SECRET)).toEqual([]);
    expect(await filesWith(SECRET, join(platform.home, 'nats'))).toEqual([]);
  }, 120_000);
});

/** Tables of every service in which a text stands. */
const tablesWith = async (text: string): Promise<string[]> => {
  const { DATABASE_URL } = await platform.connections();
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(rows.length).toBeGreaterThan(30);
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await client.query(
        `select from ${name} as t where position($1 in t::text) > 0 limit 1`,
        [text],
      );
      if (rowCount) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
};

const filesWith = async (text: string, folder: string): Promise<string[]> => {
  const found: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) if ((await readFile(file)).includes(text)) found.push(file);
  return found;
};

describe('an alert', () => {
  type Told = { id: string; type: string };
  let endpointId: string;

  it('tells once by mail and by webhook that a threshold is crossed, and once that it is over', async () => {
    endpointId = await endpoint('busy', { engineArguments: { ttftMs: 10, tokensPerSecond: 0, tokens: 2 } });
    const channel = async (wish: Record<string, unknown>): Promise<string> => {
      const { status, body } = await platform.ask<Told>('POST', '/v1/channels', wish);
      expect({ status, body }).toMatchObject({ status: 201 });
      return body.id;
    };
    const channelIds = [
      await channel({ name: 'team', kind: 'email', addresses: ['team@example.com'] }),
      await channel({ name: 'pager', kind: 'webhook', url: receiver.url }),
    ];
    const rule = {
      name: 'Too many requests',
      endpointId,
      metric: 'requests_per_second',
      aggregate: 'avg',
      windowSeconds: 30,
      operator: 'above',
      threshold: 2,
      clearThreshold: 1,
      forSeconds: 0,
      channelIds,
    };
    const { status, body: alert } = await platform.ask<Told>('POST', '/v1/alerts', rule);
    expect({ status, alert }).toMatchObject({ status: 201 });
    expect([mailbox.mails, receiver.posts]).toEqual([[], []]);

    const traffic = new AbortController();
    const calling = callUntil(traffic.signal, 'busy');
    await eventually(() => {
      expect([mailbox.mails.length, receiver.posts.length]).toEqual([1, 1]);
    }, 120_000);
    traffic.abort();
    await calling;
    await eventually(() => {
      expect([mailbox.mails.length, receiver.posts.length]).toEqual([2, 2]);
    }, 150_000);
    // Nothing more comes.
    await pause(20_000);
    expect([mailbox.mails.length, receiver.posts.length]).toEqual([2, 2]);
    const history = await platform.all<{ to: string }>(`/v1/alerts/${alert.id}/history`);
    expect(history.map(({ to }) => to)).toEqual(['resolved', 'firing']);
  }, 400_000);

  it('has notices that can be told to be genuine, and mails of one thread', async () => {
    const { secret } = await platform.get<{ secret: string }>('/v1/webhook-secret');
    const webhook = new Webhook(secret);
    const told = receiver.posts.map(({ headers, body }) => webhook.verify(body, headers) as Told);
    expect(told.map(({ type }) => type)).toEqual(['alert.firing', 'alert.resolved']);
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    const [post] = receiver.posts;
    expect(() => webhook.verify(`${post?.body ?? ''} `, post?.headers ?? {})).toThrow();
    const [first, second] = mailbox.mails;
    expect(first?.to?.map(({ address }) => address)).toEqual(['team@example.com']);
    expect(first?.subject).toContain('Too many requests');
    expect(first?.text).toContain('busy');
    expect(first?.html).toContain('busy');
    expect(second?.references ?? second?.inReplyTo).toContain(first?.messageId);
  });

  it('is delivered when the process that delivers is killed in the middle', async () => {
    const [, pager] = await platform.all<Told>('/v1/channels');
    const { status } = await platform.ask('POST', `/v1/channels/${pager?.id ?? ''}/test`);
    process.kill(await platform.pid('notifier'), 'SIGKILL');
    expect(status).toBe(202);
    await eventually(() => {
      const ids = receiver.posts.slice(2).map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe(1);
    }, 90_000);
  }, 120_000);
});

/** Some ten requests a second. */
const callUntil = async (signal: AbortSignal, model: string): Promise<void> => {
  while (!signal.aborted) {
    await platform.ask('POST', '/v1/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'hello' }],
    });
    await pause(80);
  }
};
