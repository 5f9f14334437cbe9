import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type AnswerOf,
  type AskOf,
  type LogSinkView,
  type LogSinkWish,
  type Question,
  idFrom,
  logSinkQuestions as questions,
} from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Asker, Bus, Db, EventStore, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import { Module } from '@nestjs/common';
import type { z } from 'zod';
import { LogsModule } from '../logs.module.ts';
import { LogReceiver, partially } from './receivers.spec-helper.ts';
import { TEST_SINKS } from './settings.spec-helper.ts';

jest.setTimeout(60_000);

@Module({ imports: [EventingModule.forRoot({ service: 'relay', relay: true })] })
class RelayModule {}

const limits = {
  keepHours: 24,
  keepMibPerEndpoint: 16,
  keepMib: 64,
  keepRequestDays: 2,
  keepRequestMib: 64,
  keepHourDays: 10,
};
const logs = (allowPrivate: boolean) => ({
  service: 'logs',
  module: LogsModule.with(
    () => limits,
    () => ({ ...TEST_SINKS, allowPrivate }),
  ),
});
let app: TestService;
let relay: TestService;
let receiver: LogReceiver;
let project: { projectId: string; endpointId: string };

beforeAll(async () => {
  app = await testService(logs(true));
  relay = await testService({ service: 'relay', module: RelayModule, beside: app });
});
afterAll(async () => {
  await relay.close();
  await app.close();
});
beforeEach(async () => {
  receiver = await LogReceiver.open();
  project = await newProject();
});
afterEach(() => receiver.close());

const ask = <Q extends Question<string, z.ZodType, z.ZodType>>(
  question: Q,
  data: AskOf<Q>,
): Promise<AnswerOf<Q>> => app.get(Asker).ask(question, data, { timeoutMs: 20_000 });
const because = () => ({ commandId: randomUUID(), actor: 'tok-0123456789ab', requestId: null });
const id = (kind: Parameters<typeof idFrom>[0]) => idFrom(kind, randomBytes(6));

const newEndpoint = async (projectId: string, name: string): Promise<string> => {
  const endpointId = id('endpoint');
  const data = { endpointId, projectId, revision: 1, spec: endpointSpec({ name }) };
  await app
    .get(EventStore)
    .append(
      endpointId,
      0,
      [{ type: 'EndpointRequested', data }],
      causeOf({ commandId: randomUUID(), actor: 'test' }),
    );
  await app.eventually(async () => {
    const rows = await app
      .get(Db)
      .query(sql`select 1 from log_sink_endpoints where endpoint_id = ${endpointId}`);
    expect(rows).toHaveLength(1);
  });
  return endpointId;
};
const newProject = async () => {
  const projectId = id('project');
  return { projectId, endpointId: await newEndpoint(projectId, 'chat') };
};

let sequence = 0;
const write = async (texts: string[], endpointId = project.endpointId): Promise<void> => {
  const lines = texts.map((text) => ({ atUs: Date.now() * 1000, stream: 'stdout' as const, text }));
  const { projectId } = project;
  const batch = { endpointId, projectId, replicaId: 'repl-0123456789ab', firstSequence: sequence + 1, lines };
  sequence += texts.length;
  await app
    .get(Bus)
    .signal('LogLinesShipped', { ...batch, dropped: 0, droppedBytes: 0 }, { id: randomUUID() });
};

const create = (wish: Partial<LogSinkWish> = {}): Promise<LogSinkView> =>
  ask(questions.create, {
    projectId: project.projectId,
    wish: {
      kind: 'otlp',
      url: receiver.url('/v1/logs'),
      description: '',
      endpointIds: [],
      headers: {},
      enabled: true,
      ...wish,
    },
    ...because(),
  });
const one = (sink: LogSinkView): Promise<LogSinkView> =>
  ask(questions.one, { projectId: project.projectId, sinkId: sink.id });
const change = (sink: LogSinkView, wish: Partial<LogSinkWish>): Promise<LogSinkView> =>
  ask(questions.change, { projectId: project.projectId, sinkId: sink.id, wish, ...because() });
const eventually = (check: () => void | Promise<void>): Promise<void> => app.eventually(check, 20_000);
/** What replicas wrote, without what the platform says between it. */
const written = () => receiver.texts.filter((text) => text.startsWith('line'));

describe('a log sink', () => {
  it.each(['/v1/logs', '/loki/api/v1/push'] as const)(
    'gets what is written from now on, at %s',
    async (path) => {
      await write(['line before']);
      await eventually(async () => {
        const rows = await app
          .get(Db)
          .query(sql`select 1 from log_endpoints where endpoint_id = ${project.endpointId}`);
        expect(rows).toHaveLength(1);
      });
      const kind = path === '/v1/logs' ? 'otlp' : 'loki';
      const sink = await create({
        kind,
        url: receiver.url(path),
        headers: { Authorization: 'Bearer let-me-in' },
      });
      expect(sink).toMatchObject({ state: 'active', headerNames: ['Authorization'], linesSent: 0 });
      await write(['line 1', 'line 2']);
      await write(['line 3']);
      await eventually(() => expect(written()).toEqual(['line 1', 'line 2', 'line 3']));
      expect(receiver.got[0]).toMatchObject({
        service: 'chat',
        headers: { authorization: 'Bearer let-me-in', 'user-agent': 'Tidegate-Logs/1' },
      });
      await eventually(async () => expect(await one(sink)).toMatchObject({ linesSent: 3, lagSeconds: 0 }));
      const kept = await app.get(Db).query<{ text: string }>(sql`
      select (select string_agg(e::text, ' ') from es.events e) || (select string_agg(h::text, ' ') from log_sink_headers h)
             || (select string_agg(s::text, ' ') from log_sinks s) as text`);
      expect(kept[0]?.text).toContain('Authorization');
      expect(kept[0]?.text).not.toContain('let-me-in');
    },
  );

  it('that is away gets everything later, in order, and its owner sees why', async () => {
    receiver.always = { status: 503, headers: { 'retry-after': '1' }, body: 'no room, said let-me-in' };
    const sink = await create({ headers: { 'x-key': 'let-me-in' } });
    await write(['line 1']);
    await eventually(async () =>
      expect(await one(sink)).toMatchObject({
        state: 'failing',
        lastError: 'the receiver answered 503: no room, said [masked]',
        linesSent: 0,
      }),
    );
    expect((await one(sink)).lagSeconds).toBeGreaterThan(0);
    await write(['line 2']);
    receiver.always = null;
    await eventually(() => expect(written()).toEqual(['line 1', 'line 2']));
    await eventually(async () =>
      expect(await one(sink)).toMatchObject({
        state: 'active',
        lastError: null,
        linesSent: 2,
        lagSeconds: 0,
      }),
    );
  });

  it('says what it would not take, and gets the rest', async () => {
    receiver.answers = [partially(1, 'too old')];
    const sink = await create();
    await write(['line 1', 'line 2']);
    await eventually(async () =>
      expect(await one(sink)).toMatchObject({
        linesSent: 1,
        linesRejected: 1,
        lastError: 'the receiver took only a part: too old',
      }),
    );
    receiver.answers = [{ status: 400, body: 'bad' }];
    await write(['line 3']);
    await eventually(async () => expect(await one(sink)).toMatchObject({ linesSent: 1, linesRejected: 2 }));
    await write(['line 4']);
    await eventually(() => expect(written()).toEqual(['line 1', 'line 2', 'line 3', 'line 4']));
  });

  it('that finds a request too large gets smaller ones', async () => {
    receiver.answers = [{ status: 413 }, { status: 413 }];
    const sink = await create();
    const lines = Array.from({ length: 10 }, (_, n) => `line ${String(n)}`);
    await write(lines);
    await eventually(() => expect(written()).toEqual(lines));
    expect(receiver.got[0]?.texts.length).toBeLessThanOrEqual(3);
    await eventually(async () => expect(await one(sink)).toMatchObject({ linesSent: 10, linesRejected: 0 }));
  });

  it('gets lines of the endpoints that it names, and of another from when it is named', async () => {
    const other = await newEndpoint(project.projectId, 'other');
    const sink = await create({ endpointIds: [project.endpointId] });
    await write(['line of other'], other);
    await write(['line 1']);
    await eventually(() => expect(written()).toEqual(['line 1']));
    await eventually(async () => {
      const rows = await app.get(Db).query(sql`select 1 from log_endpoints where endpoint_id = ${other}`);
      expect(rows).toHaveLength(1);
    });
    await change(sink, { endpointIds: [] });
    await write(['line 2 of other'], other);
    await eventually(() => expect(written()).toEqual(['line 1', 'line 2 of other']));
  });

  it('that is disabled gets nothing, and what it missed when it is enabled', async () => {
    const sink = await create({ enabled: false });
    expect(sink.state).toBe('disabled');
    await write(['line 1']);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(receiver.requests).toBe(0);
    expect(await change(sink, { enabled: true })).toMatchObject({ state: 'active' });
    await eventually(() => expect(written()).toEqual(['line 1']));
  });

  it('never gets lines of another project, and is unknown to it', async () => {
    const sink = await create();
    const stranger = await newProject();
    const lines = [{ atUs: Date.now() * 1000, stream: 'stdout' as const, text: 'line of a stranger' }];
    const batch = {
      ...stranger,
      replicaId: 'repl-00000000000b',
      firstSequence: 1,
      lines,
      dropped: 0,
      droppedBytes: 0,
    };
    await app.get(Bus).signal('LogLinesShipped', batch, { id: randomUUID() });
    await write(['line 1']);
    await eventually(() => expect(written()).toEqual(['line 1']));
    const theirs = { projectId: stranger.projectId, sinkId: sink.id };
    const notFound = { code: 'log_sink.not_found' };
    await expect(ask(questions.one, theirs)).rejects.toMatchObject(notFound);
    await expect(ask(questions.test, theirs)).rejects.toMatchObject(notFound);
    await expect(ask(questions.change, { ...theirs, wish: {}, ...because() })).rejects.toMatchObject(
      notFound,
    );
    await expect(ask(questions.remove, { ...theirs, ...because() })).rejects.toMatchObject(notFound);
    expect(
      (await ask(questions.all, { projectId: stranger.projectId, limit: 10, cursor: null })).items,
    ).toEqual([]);
  });

  it('can be tried out', async () => {
    const sink = await create({ enabled: false });
    const test = () => ask(questions.test, { projectId: project.projectId, sinkId: sink.id });
    expect(await test()).toEqual({ delivered: true, status: 200, error: null });
    expect(receiver.texts).toEqual(['Somebody tries this log sink out.']);
    receiver.always = { status: 401, body: 'who are you' };
    expect(await test()).toEqual({
      delivered: false,
      status: 401,
      error: 'the receiver answered 401: who are you',
    });
    receiver.close();
    expect(await test()).toMatchObject({ delivered: false, status: null });
  });

  it('is one of a few, listed by pages, and is removed with what was sealed for it', async () => {
    const sinks = [await create({ headers: { a: 'value-of-a' } }), await create(), await create()];
    await expect(create()).rejects.toMatchObject({ code: 'log_sink.too_many' });
    const page = (cursor: string | null) =>
      ask(questions.all, { projectId: project.projectId, limit: 2, cursor });
    const first = await page(null);
    const second = await page(first.nextCursor);
    expect([...first.items, ...second.items].map((sink) => sink.id)).toEqual(sinks.map((sink) => sink.id));
    expect(second.nextCursor).toBeNull();
    const [gone] = sinks as [LogSinkView];
    await ask(questions.remove, { projectId: project.projectId, sinkId: gone.id, ...because() });
    await expect(one(gone)).rejects.toMatchObject({ code: 'log_sink.not_found' });
    expect(await app.get(Db).query(sql`select 1 from log_sink_headers where sink_id = ${gone.id}`)).toEqual(
      [],
    );
  });

  it('may not be at an address of the platform’s own network', async () => {
    const strict = await testService(logs(false));
    const askStrict = {
      projectId: project.projectId,
      wish: { ...wishAt('http://127.0.0.1:9/v1/logs') },
      ...because(),
    };
    await expect(
      strict.get(Asker).ask(questions.create, askStrict, { timeoutMs: 20_000 }),
    ).rejects.toMatchObject({ code: 'log_sink.address_not_allowed' });
    await strict.close();
  });
});

const wishAt = (url: string): LogSinkWish => ({
  kind: 'loki',
  url,
  description: '',
  endpointIds: [],
  headers: {},
  enabled: true,
});
