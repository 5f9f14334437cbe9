import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { type AnswerOf, type AskOf, type InvocationView, questions, refuse } from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';

type Ask<Name extends keyof typeof questions> = AskOf<(typeof questions)[Name]>;
type Answer<Name extends keyof typeof questions> = Promise<AnswerOf<(typeof questions)[Name]>>;

const ID = 'inv-0123456789ab';
const view = (endpointId: string): InvocationView => ({
  id: ID,
  endpointId,
  state: 'failed',
  attempts: 2,
  maxAttempts: 2,
  queuedAt: '2030-01-01T00:00:00.000Z',
  startedAt: '2030-01-01T00:00:01.000Z',
  finishedAt: '2030-01-01T00:00:02.000Z',
  expiresAt: '2030-01-02T00:00:00.000Z',
  ranMs: 500,
  waitedMs: 1500,
  status: null,
  error: 'Given up after 2 tries: the replica answered 503',
  contentType: null,
  responseLocation: `/api/d/${endpointId}/requests/${ID}`,
  deadLetter: true,
  replayOf: null,
  replayedAs: null,
});

const asked: Ask<'invocations'>[] = [];

/** A gateway that knows one invocation of every endpoint. */
@Controller()
class FakeGateway {
  @Answers(questions.invocations)
  page(ask: Ask<'invocations'>): Answer<'invocations'> {
    asked.push(ask);
    return Promise.resolve({ items: [view(ask.endpointId)], nextCursor: 'next' });
  }

  @Answers(questions.invocation)
  one({ endpointId, invocationId }: Ask<'invocation'>): Answer<'invocation'> {
    return Promise.resolve(
      invocationId === ID ? view(endpointId) : refuse('invocation.not_found', { invocationId }),
    );
  }

  @Answers(questions.cancelInvocation)
  cancel({ invocationId }: Ask<'cancelInvocation'>): Answer<'cancelInvocation'> {
    return refuse('invocation.over', { invocationId, state: 'failed' });
  }

  @Answers(questions.replayInvocation)
  replay(_ask: Ask<'replayInvocation'>): Answer<'replayInvocation'> {
    return Promise.resolve({ invocationId: 'inv-ba9876543210' });
  }

  @Answers(questions.checkResultTarget)
  target({ target }: Ask<'checkResultTarget'>): Answer<'checkResultTarget'> {
    return Promise.resolve({ problem: target === 'linked' ? 'linked is no folder of its own' : null });
  }
}

@Module({ imports: [EventingModule.forBus({ service: 'gateway' })], controllers: [FakeGateway] })
class Gateway {}

let api: TestApi;
let gateway: TestService | undefined;
let project: { id: string; token: string };
let stranger: { id: string; token: string };
let base: string;

beforeAll(async () => {
  api = await testApi();
  [project, stranger] = [await api.newProject(), await api.newProject()];
  const { body } = await api.call('POST', '/v1/endpoints', {
    token: project.token,
    body: { name: 'later', model: 'tidegate/tiny' },
  });
  base = `/v1/endpoints/${(body as unknown as { id: string }).id}/invocations`;
});
afterAll(async () => {
  await gateway?.close();
  await api.close();
});

const call = (method: string, path: string, { token } = project) => api.call(method, path, { token });

describe('asynchronous requests of an endpoint', () => {
  it('cannot be asked for while no gateway answers', async () => {
    expect((await call('GET', base)).status).toBe(503);
    gateway = await testService({ service: 'gateway', module: Gateway, beside: api.app });
    await api.eventually(async () => expect((await call('GET', base)).status).toBe(200));
  });

  it('are listed by state, page by page', async () => {
    const { body } = await call(
      'GET',
      `${base}?state=failed&deadLetters=true&limit=2&cursor=abc.0123456789ab`,
    );
    expect(body).toMatchObject({ items: [{ id: ID, deadLetter: true }], nextCursor: 'next' });
    expect(asked.at(-1)).toMatchObject({
      projectId: project.id,
      state: 'failed',
      deadLetters: true,
      limit: 2,
      cursor: 'abc.0123456789ab',
    });
    expect((await call('GET', `${base}?state=odd`)).status).toBe(400);
  });

  it('are read, cancelled and queued anew by their ids', async () => {
    expect((await call('GET', `${base}/${ID}`)).body).toMatchObject({ id: ID, attempts: 2 });
    for (const id of ['inv-ffffffffffff', 'other'])
      expect((await call('GET', `${base}/${id}`)).body.code).toBe('invocation.not_found');
    const cancelled = await call('POST', `${base}/${ID}/cancel`);
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'invocation.over']);
    const replayed = await call('POST', `${base}/${ID}/replay`);
    expect([replayed.status, replayed.body]).toEqual([202, { invocationId: 'inv-ba9876543210' }]);
  });

  it('are their owner’s alone', async () => {
    for (const [method, path] of [
      ['GET', base],
      ['GET', `${base}/${ID}`],
      ['POST', `${base}/${ID}/cancel`],
      ['POST', `${base}/${ID}/replay`],
    ] as const)
      expect((await call(method, path, stranger)).status).toBe(404);
  });
});

describe('a target of results', () => {
  it('is refused where the gateway says why it cannot be used', async () => {
    const judged = async (target: string) => {
      const { body } = await api.call('POST', '/v1/endpoints?validateOnly=true', {
        token: project.token,
        body: { name: 'judged', model: 'tidegate/tiny', async: { routes: ['/x'], target } },
      });
      return (body as unknown as { problems: { pointer: string; message: string }[] }).problems;
    };
    expect(await judged('results')).toEqual([]);
    expect(await judged('linked')).toEqual([
      { pointer: '/async/target', message: 'cannot be used: linked is no folder of its own' },
    ]);
    expect(await judged('../x')).toMatchObject([{ pointer: '/async/target' }]);
  });
});
