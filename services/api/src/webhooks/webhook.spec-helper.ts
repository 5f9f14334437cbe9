import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type WebhookView,
  refuse,
  webhookQuestions as questions,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import type { TestApi } from '../api.spec-helper.ts';

type Name = keyof typeof questions;
type Ask<N extends Name> = AskOf<(typeof questions)[N]>;
type Answer<N extends Name> = Promise<AnswerOf<(typeof questions)[N]>>;

/** What the fake notifier was asked, in order. */
export const asked: object[] = [];
export const KNOWN = 'hook-0123456789ab';
export const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgbm8gb3RoZXI=';

const viewOf = (projectId: string, more: Partial<WebhookView> = {}): WebhookView => ({
  id: KNOWN,
  projectId,
  url: 'https://books.example.com/',
  description: '',
  eventTypes: ['*'],
  state: 'active',
  reason: null,
  disabledAtPosition: null,
  formerSecretsUntil: null,
  deliveries: 2,
  waiting: 1,
  lastDeliveredAt: null,
  failingSince: null,
  replaying: null,
  createdAt: '2030-01-01T00:00:00.000Z',
  updatedAt: '2030-01-01T00:00:00.000Z',
  ...more,
});

const take = <A extends object>(ask: A): A => {
  asked.push(ask);
  if ('webhookId' in ask && ask.webhookId !== KNOWN)
    return refuse('webhook.not_found', { webhookId: String(ask.webhookId) });
  return ask;
};

/** The notifier, in memory: it knows one webhook of every project. */
@Controller()
class MemoryNotifier {
  @Answers(questions.all)
  all(ask: Ask<'all'>): Answer<'all'> {
    return Promise.resolve({ items: [viewOf(take(ask).projectId)], nextCursor: 'c1' });
  }
  @Answers(questions.one)
  one(ask: Ask<'one'>): Answer<'one'> {
    return Promise.resolve(viewOf(take(ask).projectId));
  }
  @Answers(questions.subscribe)
  subscribe(ask: Ask<'subscribe'>): Answer<'subscribe'> {
    const { projectId, wish } = take(ask);
    return Promise.resolve({ webhook: viewOf(projectId, wish), secret: SECRET });
  }
  @Answers(questions.change)
  change(ask: Ask<'change'>): Answer<'change'> {
    return Promise.resolve(viewOf(take(ask).projectId, { state: ask.state ?? 'active' }));
  }
  @Answers(questions.unsubscribe)
  unsubscribe(ask: Ask<'unsubscribe'>): Answer<'unsubscribe'> {
    take(ask);
    return Promise.resolve({});
  }
  @Answers(questions.rotate)
  rotate(ask: Ask<'rotate'>): Answer<'rotate'> {
    return Promise.resolve({ webhook: viewOf(take(ask).projectId), secret: SECRET });
  }
  @Answers(questions.test)
  test(ask: Ask<'test'>): Answer<'test'> {
    return Promise.resolve({ deliveryId: `${take(ask).webhookId}_x` });
  }
  @Answers(questions.replay)
  replay(ask: Ask<'replay'>): Answer<'replay'> {
    take(ask);
    return Promise.resolve({ fromPosition: 1, toPosition: 9 });
  }
  @Answers(questions.deliveries)
  deliveries(ask: Ask<'deliveries'>): Answer<'deliveries'> {
    const { webhookId } = take(ask);
    const eventId = '5f0c9f0e-9a3b-4b39-8d5c-6f2f0a7a1d11';
    const item = {
      id: `${webhookId}_${eventId}`,
      number: 2,
      eventId,
      eventType: 'ReplicaStarted',
      position: 7,
      state: 'queued',
      tries: 1,
      lastStatus: 503,
      lastError: null,
      lastTriedAt: '2030-01-01T00:00:00.000Z',
      nextTryAt: '2030-01-01T00:00:05.000Z',
      queuedAt: '2030-01-01T00:00:00.000Z',
      finishedAt: null,
    } as const;
    return Promise.resolve({ items: [item], nextCursor: null });
  }
}

@Module({ imports: [EventingModule.forRoot({ service: 'notifier' })], controllers: [MemoryNotifier] })
class MemoryNotifierModule {}

/** Answers on the servers of an api under test. */
export const notifierBeside = ({ app }: TestApi): Promise<TestService> => {
  const { databaseUrl, natsUrl, natsToken } = app;
  return testService({
    service: 'notifier',
    module: MemoryNotifierModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
};
