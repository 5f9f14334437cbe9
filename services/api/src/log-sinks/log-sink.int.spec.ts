import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type LogSinkView,
  logSinkQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Answers, Db, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { type TestApi, testApi } from '../api.spec-helper.ts';

type Name = keyof typeof questions;
type Ask<N extends Name> = AskOf<(typeof questions)[N]>;
type Answer<N extends Name> = Promise<AnswerOf<(typeof questions)[N]>>;

const KNOWN = 'sink-0123456789ab';
const asked: object[] = [];
const viewOf = (projectId: string, more: Partial<LogSinkView> = {}): LogSinkView => ({
  id: KNOWN,
  projectId,
  kind: 'otlp',
  url: 'https://otel.example.com/v1/logs',
  description: '',
  endpointIds: [],
  headerNames: ['authorization'],
  state: 'active',
  lastError: null,
  failingSince: null,
  nextTryAt: null,
  lastSentAt: null,
  linesSent: 7,
  linesRejected: 0,
  lagSeconds: 0,
  createdAt: '2030-01-01T00:00:00.000Z',
  updatedAt: '2030-01-01T00:00:00.000Z',
  ...more,
});
const take = <A extends object>(ask: A): A => {
  asked.push(ask);
  if ('sinkId' in ask && ask.sinkId !== KNOWN) refuse('log_sink.not_found', { sinkId: String(ask.sinkId) });
  return ask;
};

/** The logs service, in memory: it knows one sink of every project. */
@Controller()
class MemoryLogs {
  @Answers(questions.all)
  all(ask: Ask<'all'>): Answer<'all'> {
    return Promise.resolve({ items: [viewOf(take(ask).projectId)], nextCursor: 'c1' });
  }
  @Answers(questions.one)
  one(ask: Ask<'one'>): Answer<'one'> {
    return Promise.resolve(viewOf(take(ask).projectId));
  }
  @Answers(questions.create)
  create(ask: Ask<'create'>): Answer<'create'> {
    return Promise.resolve(viewOf(take(ask).projectId));
  }
  @Answers(questions.change)
  change(ask: Ask<'change'>): Answer<'change'> {
    const state = take(ask).wish.enabled === false ? 'disabled' : 'active';
    return Promise.resolve(viewOf(ask.projectId, { state }));
  }
  @Answers(questions.remove)
  remove(ask: Ask<'remove'>): Answer<'remove'> {
    take(ask);
    return Promise.resolve({});
  }
  @Answers(questions.test)
  test(ask: Ask<'test'>): Answer<'test'> {
    take(ask);
    return Promise.resolve({ delivered: false, status: 401, error: 'who are you' });
  }
}

@Module({ imports: [EventingModule.forRoot({ service: 'logs' })], controllers: [MemoryLogs] })
class MemoryLogsModule {}

let api: TestApi;
let logs: TestService;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi();
  const { databaseUrl, natsUrl, natsToken } = api.app;
  const beside = { databaseUrl, natsUrl, natsToken };
  logs = await testService({ service: 'logs', module: MemoryLogsModule, beside });
  project = await api.newProject();
});
afterAll(async () => {
  await logs.close();
  await api.close();
});
beforeEach(() => {
  asked.length = 0;
});

const wish = { kind: 'otlp', url: 'https://otel.example.com/v1/logs' };
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, `/v1/log-sinks${path}`, {
    token: project.token,
    headers,
    ...(body !== undefined && { body }),
  });
const pointersOf = ({ body }: Readonly<{ body: unknown }>): string[] =>
  (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

describe('a log sink over REST', () => {
  it('is made for the project of its token, and its headers are kept nowhere here', async () => {
    const headers = { authorization: 'Bearer let-me-in' };
    const key = { 'idempotency-key': randomUUID() };
    const made = await call('POST', '', { ...wish, headers }, key);
    expect(made).toMatchObject({ status: 201, body: { id: KNOWN, projectId: project.id, linesSent: 7 } });
    expect(asked).toMatchObject([
      { projectId: project.id, wish: { ...wish, headers, description: '', endpointIds: [], enabled: true } },
    ]);
    expect((await call('POST', '', { ...wish, headers }, key)).status).toBe(201);
    expect(asked).toHaveLength(1);
    const kept = await api.app
      .get(Db)
      .query<{ text: string }>(sql`select string_agg(k::text, ' ') as text from idempotency_keys k`);
    expect(kept[0]?.text).not.toContain('let-me-in');
  });

  it('is listed, shown, changed, tested and removed', async () => {
    expect(await call('GET', '?limit=1&cursor=c1')).toMatchObject({
      status: 200,
      body: { items: [{ id: KNOWN, headerNames: ['authorization'] }], nextCursor: 'c1' },
    });
    expect(await call('GET', `/${KNOWN}`)).toMatchObject({ status: 200, body: { id: KNOWN } });
    expect(await call('PATCH', `/${KNOWN}`, { enabled: false })).toMatchObject({
      body: { state: 'disabled' },
    });
    expect(await call('POST', `/${KNOWN}/test`)).toMatchObject({
      status: 200,
      body: { delivered: false, status: 401, error: 'who are you' },
    });
    expect((await call('DELETE', `/${KNOWN}`)).status).toBe(204);
    expect(asked).toHaveLength(5);
    for (const ask of asked) expect(ask).toMatchObject({ projectId: project.id });
    expect(asked[2]).toMatchObject({ sinkId: KNOWN, wish: { enabled: false } });
  });

  it.each([
    [{ ...wish, kind: 'syslog' }, '/kind'],
    [{ kind: 'otlp' }, '/url'],
    [{ ...wish, url: 'ftp://example.com' }, '/url'],
    [{ ...wish, url: 'https://me:secret@example.com' }, '/url'],
    [{ ...wish, endpointIds: ['chat'] }, '/endpointIds'],
    [{ ...wish, headers: { 'not a name': 'x' } }, '/headers/not a name'],
    [{ ...wish, headers: { host: 'x' } }, '/headers/host'],
    [{ ...wish, headers: { 'x-key': 'a\r\nb: c' } }, '/headers/x-key'],
    [{ ...wish, headers: { a: '1', A: '2' } }, '/headers/A'],
    [{ ...wish, headers: { 'x-key': 7 } }, '/headers/x-key'],
    [{ ...wish, headers: [] }, '/headers'],
    [{ ...wish, description: 'x'.repeat(201) }, '/description'],
    [{ ...wish, enabled: 'yes' }, '/enabled'],
    [{ ...wish, secret: 'mine' }, '/secret'],
  ])('%j is refused, and the field is named', async (body, pointer) => {
    const answer = await call('POST', '', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(pointersOf(answer)).toContain(pointer);
    expect(asked).toEqual([]);
  });

  it('is for administrators alone, and unknown where it is not', async () => {
    const { body: writer } = await api.call('POST', `/v1/projects/${project.id}/tokens`, {
      token: project.token,
      body: { name: 'writer', scopes: ['read', 'write', 'invoke'] },
    });
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', `/${KNOWN}`],
      ['POST', `/${KNOWN}/test`],
      ['DELETE', `/${KNOWN}`],
    ] as const)
      expect(await api.call(method, `/v1/log-sinks${path}`, { token: writer.token })).toMatchObject({
        status: 403,
        body: { code: 'token.scope_missing' },
      });
    for (const id of ['sink-ffffffffffff', 'moon', 'x'.repeat(90)])
      expect(await call('GET', `/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'log_sink.not_found' },
      });
    expect((await call('GET', '?cursor=x')).body.code).toBe('request.invalid');
  });
});
