import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions, refuse } from '@tidegate/contracts';
import { testDatabase, type TestDatabase, testService, type TestService } from '@tidegate/testing';
import { Asker } from './asker.ts';
import { Answers } from './consumer.ts';
import { EventingModule } from './eventing.module.ts';
import { mortalNats, pause, serviceOf, upTo } from './eventing.spec-helper.ts';
import { Nats } from './nats.ts';

jest.setTimeout(60_000);

const answer: { with: (ask: AskOf<typeof questions.nodes>) => Promise<unknown> } = {
  with: () => Promise.resolve(),
};
const page = { items: [], nextCursor: 'more' };

@Controller()
class Nodes {
  @Answers(questions.nodes)
  async nodes(ask: AskOf<typeof questions.nodes>): Promise<AnswerOf<typeof questions.nodes>> {
    return (await answer.with(ask)) as AnswerOf<typeof questions.nodes>;
  }
}

@Module({ imports: [EventingModule.forBus({ service: 'asking' })] })
class AskingService {}

describe('a question between services', () => {
  let nats: Awaited<ReturnType<typeof mortalNats>>;
  let database: TestDatabase;
  let answering: TestService;
  let asking: TestService;
  beforeAll(async () => {
    [nats, database] = await Promise.all([mortalNats(), testDatabase()]);
    const beside = { natsUrl: nats.natsUrl, natsToken: nats.natsToken, databaseUrl: database.url };
    answering = await testService({
      service: 'scheduler',
      module: serviceOf({ service: 'scheduler', controllers: [Nodes] }),
      beside,
    });
    // As an agent: it has no Postgres at all.
    asking = await testService({
      service: 'asking',
      module: AskingService,
      beside: { ...beside, databaseUrl: '' },
    });
  });
  afterAll(async () => {
    await Promise.all([asking.close(), answering.close()]);
    await Promise.all([nats.drop(), database.drop()]);
  });
  const ask = (options?: { timeoutMs?: number }) =>
    asking.get(Asker).ask(questions.nodes, { limit: 3, cursor: null }, options);

  it('is answered', async () => {
    answer.with = ({ limit }) => Promise.resolve({ ...page, nextCursor: `after ${limit}` });
    expect(await ask()).toEqual({ items: [], nextCursor: 'after 3' });
  });

  it('brings a refusal back as it was, with its parameters and problems', async () => {
    answer.with = () =>
      Promise.resolve(
        refuse('endpoint.name_taken', { name: 'x' }, [{ pointer: '/name', message: 'is taken' }]),
      );
    await expect(ask()).rejects.toMatchObject({
      name: 'Refusal',
      code: 'endpoint.name_taken',
      params: { name: 'x' },
      problems: [{ pointer: '/name', message: 'is taken' }],
      message: 'This project has an endpoint named “x”.',
    });
  });

  it('tells nothing of what went wrong inside', async () => {
    answer.with = () => Promise.reject(new Error('password is hunter2'));
    const failure = await ask().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Error', message: expect.stringContaining('internal') });
    expect(String(failure)).not.toContain('hunter2');
    const raw = await asking.get(Nats).connection.request('scheduler.nodes', '{"limit":1,"cursor":null}');
    expect(raw.string()).toBe('{}');
  });

  it('fails when the answer does not fit its schema', async () => {
    answer.with = () => Promise.resolve({ items: 'none' });
    await expect(ask()).rejects.toThrow('internal');
  });

  it('is not sent when it does not fit its schema, and not passed on when somebody else sends it', async () => {
    let asked = 0;
    answer.with = () => Promise.resolve(asked++);
    await expect(asking.get(Asker).ask(questions.nodes, { limit: 0, cursor: null })).rejects.toThrow(/limit/);
    for (const body of ['{"limit":0,"cursor":null}', 'no json', ''])
      expect(
        (await asking.get(Nats).connection.request('scheduler.nodes', body)).headers?.get('tidegate-refusal'),
      ).toBe('internal');
    expect(asked).toBe(0);
  });

  it('to a service that is not there is refused at once', async () => {
    const startedAt = performance.now();
    await expect(
      asking.get(Asker).ask(questions.rates, { limit: 1, cursor: null }, { timeoutMs: 5000 }),
    ).rejects.toMatchObject({ code: 'service.unavailable', params: { service: 'billing' } });
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it('to a service that does not answer is refused in time', async () => {
    answer.with = () => pause(4500).then(() => page);
    const startedAt = performance.now();
    await expect(ask({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it('is refused by a service that has its hands full, so that it answers the others', async () => {
    const gate = Promise.withResolvers<unknown>();
    answer.with = () => gate.promise;
    const asked = upTo(300).map(() => ask({ timeoutMs: 10_000 }));
    const refused = await Promise.race(asked.map((one) => one.catch((error: unknown) => error)));
    expect(refused).toMatchObject({ code: 'service.unavailable' });
    gate.resolve(page);
    const done = await Promise.allSettled(asked);
    const answered = done.filter(({ status }) => status === 'fulfilled').length;
    expect(answered).toBeGreaterThan(250);
    expect(answered).toBeLessThanOrEqual(256);
  });

  it('is refused while the bus is away, also when it was on its way, and answered again afterwards', async () => {
    answer.with = () => pause(4500).then(() => page);
    const onItsWay = ask({ timeoutMs: 10_000 });
    await pause(50);
    const startedAt = performance.now();
    await nats.kill();
    await expect(onItsWay).rejects.toMatchObject({ code: 'service.unavailable' });
    await expect(ask()).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(4000);
    await nats.back();
    answer.with = () => Promise.resolve(page);
    const again = async (): Promise<unknown> => ask().catch(() => pause(50).then(again));
    expect(await again()).toEqual(page);
  });

  it('is still answered by a service that is stopping', async () => {
    answer.with = () => pause(300).then(() => page);
    const asked = ask();
    await pause(50);
    const stopping = answering.service.stop();
    expect(await asked).toEqual(page);
    await stopping;
    await expect(ask()).rejects.toMatchObject({ code: 'service.unavailable' });
  });
});
