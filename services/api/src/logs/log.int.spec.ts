import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  EVERY_LINE,
  type LogLineView,
  Refusal,
  SUBJECTS,
  questions,
} from '@tidegate/contracts';
import { Answers, Bus, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

type LogTail = typeof questions.logTail;

/** The logs service, in memory. */
const stored: { endpointId: string; line: LogLineView }[] = [];
const asked: AskOf<LogTail>[] = [];
let away = false;

const answerOf = ({ endpointId: id, after, before, limit }: AskOf<LogTail>): AnswerOf<LogTail> => {
  const until = Number(before ?? Infinity);
  const lines = stored
    .filter(({ endpointId, line }) => endpointId === id && Number(line.cursor) < until)
    .map(({ line }) => line);
  const newer = lines.filter(({ cursor }) => Number(cursor) > Number(after ?? 0));
  const found = after === null ? newer.slice(-limit) : newer.slice(0, limit);
  const head = before === null ? String(lines.length) : String(until - 1);
  const [first, last] = found.length === limit ? [found[0]!.cursor, found.at(-1)!.cursor] : [null, head];
  return { lines: found, cursor: after === null ? head : last, olderCursor: first, cameTo: null };
};

@Controller()
class MemoryLogs {
  @Answers(questions.logTail)
  tail(ask: AskOf<LogTail>): Promise<AnswerOf<LogTail>> {
    asked.push(ask);
    if (away) throw new Refusal('service.unavailable', { service: 'logs' });
    if (ask.after === 'lost')
      throw new Refusal('request.invalid', { count: 1 }, [{ pointer: '?after', message: 'no' }]);
    return Promise.resolve(answerOf(ask));
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'logs' })], controllers: [MemoryLogs] })
class MemoryLogsModule {}

let api: TestApi;
let logs: TestService;
let project: { id: string; token: string };
let endpointId: string;

beforeAll(async () => {
  api = await testApi({ logFollowers: 3 });
  const { databaseUrl, natsUrl, natsToken } = api.app;
  logs = await testService({
    service: 'logs',
    module: MemoryLogsModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  project = await api.newProject();
  const { body } = await api.call('POST', '/v1/endpoints', {
    token: project.token,
    body: { name: 'chat', model: 'tidegate/tiny' },
  });
  endpointId = body.id;
});
afterAll(async () => {
  await logs.close();
  await api.close();
});

describe('the log of an endpoint', () => {
  it('is asked for as the caller wants it', async () => {
    write(3);
    const search = 'lines=2&seconds=60&replica=repl-0123456789ab&after=1';
    const { status, body } = await get(search);
    expect([status, body.lines.map(({ cursor }: LogLineView) => cursor), body.cursor]).toEqual([
      200,
      ['2', '3'],
      '3',
    ]);
    const { sinceUs, ...rest } = asked.at(-1)!;
    expect(Math.abs(sinceUs! / 1000 - (Date.now() - 60_000))).toBeLessThan(30_000);
    expect({ ...rest, sinceUs: null }).toEqual({
      ...EVERY_LINE,
      projectId: project.id,
      endpointId,
      replicaId: 'repl-0123456789ab',
      after: '1',
      limit: 2,
    });
  });

  it.each(['lines=0', 'lines=5001', 'seconds=0', 'replica=moon', 'follow=yes', 'after=%20', 'moon=1'])(
    'refuses %s',
    async (search) => {
      const { status, body } = await get(search);
      expect([status, body.errors[0]?.pointer]).toEqual([400, `?${search.split('=')[0] ?? ''}`]);
    },
  );

  it('passes on what the logs service refuses, also before it streams', async () => {
    expect((await get('after=lost')).body.errors[0]?.pointer).toBe('?after');
    expect((await get('after=lost&follow=true')).status).toBe(400);
  });
});

describe('a download', () => {
  const file = async (search: string) => {
    const response = await fetch(`${api.app.url}/v1/endpoints/${endpointId}/logs?${search}`, {
      headers: { authorization: `Bearer ${project.token}` },
    });
    return {
      type: response.headers.get('content-type'),
      status: response.status,
      text: await response.text(),
    };
  };

  it('is all that there is, oldest first, or the newest so many', async () => {
    write(12_000);
    const { type, text } = await file('format=ndjson');
    expect(type).toBe('application/x-ndjson; charset=utf-8');
    const all = text.trimEnd().split('\n');
    expect(all.map((line) => (JSON.parse(line) as LogLineView).cursor)).toEqual(
      stored.map(({ line }) => line.cursor),
    );
    const newest = await file('format=text&timestamps=true&tail=2');
    const last = String(stored.length);
    expect(newest.text).toBe(
      [Number(last) - 1, Number(last)]
        .map((n) => `1970-01-01T00:00:00.000Z line ${String(n)}\nand more\n`)
        .join(''),
    );
    const some = await file('format=ndjson&after=3&lines=all');
    expect(some.text.trimEnd().split('\n')).toHaveLength(stored.length - 3);
  });

  it('is refused before it begins', async () => {
    expect((await file('format=text&after=lost')).status).toBe(400);
    expect((await file('format=pdf')).status).toBe(400);
  });

  it('of another project is of no endpoint that there is', async () => {
    const other = await api.newProject();
    for (const search of ['', '?format=text', '?follow=true', '?q=line'])
      expect(
        (await api.call('GET', `/v1/endpoints/${endpointId}/logs${search}`, { token: other.token })).body
          .code,
      ).toBe('endpoint.not_found');
  });
});

describe('a log that is followed', () => {
  it('goes on without a gap and without a line twice, while others write', async () => {
    const follower = follow('lines=1');
    await api.eventually(() => expect(follower.lines).toHaveLength(1));
    const from = Number(follower.lines[0]);
    for (let n = 0; n < 200; n++) {
      write(1 + (n % 7));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const last = stored.length;
    await api.eventually(() => expect(follower.lines.at(-1)).toBe(String(last)));
    expect(follower.lines).toEqual(Array.from({ length: last - from + 1 }, (_, n) => String(from + n)));
    await follower.close();
  });

  it('goes on where a broken connection ended', async () => {
    const first = follow('lines=3');
    await api.eventually(() => expect(first.lines).toHaveLength(3));
    await first.close();
    write(4);
    const second = follow('lines=3', { 'last-event-id': String(first.lines.at(-1)) });
    const from = Number(first.lines.at(-1));
    await api.eventually(() =>
      expect(second.lines).toEqual([1, 2, 3, 4].map((n) => String(from + n)).slice(0, 4)),
    );
    await second.close();
  });

  it('waits while the logs service is away, and misses nothing', async () => {
    const follower = follow('lines=1');
    await api.eventually(() => expect(follower.lines).toHaveLength(1));
    away = true;
    write(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    away = false;
    write(1);
    await api.eventually(() => expect(follower.lines).toHaveLength(4));
    await follower.close();
  });

  it('is found by a look of its own when the nudge was lost', async () => {
    const follower = follow('lines=1');
    await api.eventually(() => expect(follower.lines).toHaveLength(1));
    write(1, false);
    await api.eventually(() => expect(follower.lines).toHaveLength(2));
    await follower.close();
  });

  it('is followed no longer than the token that asked for it is good', async () => {
    const issued = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: operator,
      body: { name: 'reader', role: 'viewer' },
    });
    const { id, token } = issued.body as { id: string; token: string };
    const answer = await fetch(`${api.app.url}/v1/endpoints/${endpointId}/logs?follow=true`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const ended = answer.text();
    await api.call('DELETE', `/v1/projects/${project.id}/tokens/${id}`, { token: operator });
    expect(await ended).not.toContain('event: error');
  });

  it('is followed by so many and no more; who leaves makes room', async () => {
    const three = [1, 2, 3].map(() => follow('lines=1'));
    await api.eventually(() => {
      for (const follower of three) expect(follower.lines).toHaveLength(1);
    });
    expect((await get('follow=true')).body).toMatchObject({ code: 'log.too_many_followers', status: 429 });
    await Promise.all(three.map((follower) => follower.close()));
    const next = follow('lines=1');
    await api.eventually(() => expect(next.lines).toHaveLength(1));
    await next.close();
  });
});

describe('a question that nobody answers', () => {
  it('says which part of the platform is away', async () => {
    for (const [path, service] of [
      ['/v1/nodes', 'scheduler'],
      [`/v1/endpoints/${endpointId}/replicas`, 'scheduler'],
      [`/v1/endpoints/${endpointId}/cost`, 'billing'],
      ['/v1/rates', 'billing'],
      ['/v1/cost', 'billing'],
    ] as const)
      expect((await api.call('GET', path, { token: project.token })).body).toMatchObject({
        status: 503,
        code: 'service.unavailable',
        detail: expect.stringContaining(service),
      });
    expect((await api.call('GET', '/v1/cost', { token: operator })).body.code).toBe('project.not_chosen');
  });

  it('is not asked for what the catalogue knows', async () => {
    const { body } = await api.call('GET', '/v1/hardware', { token: project.token });
    expect(body.items[0]).toMatchObject({ id: 'cpu-1x', gpuCount: 0 });
    const frameworks = await api.call('GET', '/v1/frameworks', { token: project.token });
    expect(frameworks.body.items[0]?.engineArguments[0]).toMatchObject({
      name: 'ctxSize',
      type: 'integer',
      min: 64,
    });
  });
});

const get = (search: string) =>
  api.call('GET', `/v1/endpoints/${endpointId}/logs?${search}`, { token: project.token });

const write = (count: number, nudged = true): void => {
  for (let n = 0; n < count; n++) {
    const sequence = stored.length + 1;
    stored.push({
      endpointId,
      line: {
        cursor: String(sequence),
        replicaId: 'repl-0123456789ab',
        sequence,
        at: new Date(0).toISOString(),
        stream: 'stdout',
        severity: 'info',
        traceId: null,
        requestId: null,
        attributes: null,
        text: `line ${String(sequence)}\nand more`,
      },
    });
  }
  if (nudged) logs.get(Bus).nudge(SUBJECTS.linesStored(endpointId));
};

/** A client that notes the id of each line event. */
const follow = (search: string, headers: Record<string, string> = {}) => {
  const end = new AbortController();
  const lines: string[] = [];
  const reading = (async () => {
    const response = await fetch(`${api.app.url}/v1/endpoints/${endpointId}/logs?follow=true&${search}`, {
      headers: { authorization: `Bearer ${project.token}`, ...headers },
      signal: end.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const [, id] = /^id: (\d+)\nevent: line\ndata: (\{.*\})$/.exec(event) ?? [];
        if (id) lines.push(id);
      }
    }
  })().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    lines,
    close: async () => {
      end.abort();
      await reading;
      // The server notices the end of the connection a moment later.
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
};
