import { Controller, Module } from '@nestjs/common';
import {
  type AlertView,
  type AnswerOf,
  type AskOf,
  type ChannelView,
  alertQuestions,
  channelQuestions,
  refuse,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import type { TestApi } from '../api.spec-helper.ts';
import { ruleOf } from './alert-wish.ts';

type Alerts = typeof alertQuestions;
type Channels = typeof channelQuestions;

export const ALERT = 'alert-0123456789ab';
export const CHANNEL = 'chan-0123456789ab';
export const asked: object[] = [];

const at = '2031-01-01T00:00:00.000Z';
const usual = ruleOf({ name: 'Slow', metric: 'latency_p95_seconds', operator: 'above', threshold: 2 });
const alertOf = (projectId: string, more: Partial<AlertView> = {}): AlertView => ({
  ...usual,
  ...{ id: ALERT, projectId, state: 'normal', firing: 0, mutedUntil: null, isMuted: false },
  ...{ evaluatedAt: null, problem: null, createdAt: at, updatedAt: at },
  ...more,
});
const channelOf = (projectId: string, more: Partial<ChannelView> = {}): ChannelView => ({
  ...{ id: CHANNEL, projectId, name: 'On call', kind: 'slack', addresses: [], url: 'https://hooks.example/' },
  ...{ notices: [], state: 'untried', lastError: null, lastDeliveredAt: null, failingSince: null },
  ...{ deliveries: 0, waiting: 0, dropped: 0, createdAt: at, updatedAt: at },
  ...more,
});
const take = <A extends object>(ask: A): A => {
  asked.push(ask);
  if ('alertId' in ask && ask.alertId !== ALERT) refuse('alert.not_found', { alertId: String(ask.alertId) });
  if ('channelId' in ask && ask.channelId !== CHANNEL)
    refuse('channel.not_found', { channelId: String(ask.channelId) });
  return ask;
};

/** The notifier, in memory: it knows one alert and one channel of every project. */
@Controller()
class MemoryAlerts {
  @Answers(alertQuestions.all)
  all(ask: AskOf<Alerts['all']>): Promise<AnswerOf<Alerts['all']>> {
    return Promise.resolve({ items: [alertOf(take(ask).projectId)], nextCursor: null });
  }
  @Answers(alertQuestions.one)
  one(ask: AskOf<Alerts['one']>): Promise<AlertView> {
    return Promise.resolve(alertOf(take(ask).projectId));
  }
  @Answers(alertQuestions.create)
  create(ask: AskOf<Alerts['create']>): Promise<AlertView> {
    const { projectId, rule } = take(ask);
    return Promise.resolve(alertOf(projectId, rule));
  }
  @Answers(alertQuestions.change)
  change(ask: AskOf<Alerts['change']>): Promise<AlertView> {
    const { projectId, changes } = take(ask);
    return Promise.resolve({ ...alertOf(projectId), ...(changes as Partial<AlertView>) });
  }
  @Answers(alertQuestions.remove)
  remove(ask: AskOf<Alerts['remove']>): Promise<Record<string, never>> {
    take(ask);
    return Promise.resolve({});
  }
  @Answers(alertQuestions.mute)
  mute(ask: AskOf<Alerts['mute']>): Promise<AlertView> {
    const { projectId, untilUs } = take(ask);
    return Promise.resolve(alertOf(projectId, { isMuted: untilUs !== null }));
  }
  @Answers(alertQuestions.test)
  test(ask: AskOf<Alerts['test']>): Promise<AnswerOf<Alerts['test']>> {
    take(ask);
    return Promise.resolve({ deliveryIds: ['d'] });
  }
  @Answers(alertQuestions.instances)
  instances(ask: AskOf<Alerts['instances']>): Promise<AnswerOf<Alerts['instances']>> {
    take(ask);
    return Promise.resolve({ items: [], nextCursor: 'sproject' });
  }
  @Answers(alertQuestions.history)
  history(ask: AskOf<Alerts['history']>): Promise<AnswerOf<Alerts['history']>> {
    take(ask);
    return Promise.resolve({ items: [], nextCursor: null });
  }
}

@Controller()
class MemoryChannels {
  @Answers(channelQuestions.all)
  all(ask: AskOf<Channels['all']>): Promise<AnswerOf<Channels['all']>> {
    return Promise.resolve({ items: [channelOf(take(ask).projectId)], nextCursor: null });
  }
  @Answers(channelQuestions.one)
  one(ask: AskOf<Channels['one']>): Promise<ChannelView> {
    return Promise.resolve(channelOf(take(ask).projectId));
  }
  @Answers(channelQuestions.create)
  create(ask: AskOf<Channels['create']>): Promise<ChannelView> {
    const { projectId, name, target } = take(ask);
    return Promise.resolve(channelOf(projectId, { name, kind: target.kind }));
  }
  @Answers(channelQuestions.change)
  change(ask: AskOf<Channels['change']>): Promise<ChannelView> {
    return Promise.resolve(channelOf(take(ask).projectId));
  }
  @Answers(channelQuestions.remove)
  remove(ask: AskOf<Channels['remove']>): Promise<Record<string, never>> {
    take(ask);
    return Promise.resolve({});
  }
  @Answers(channelQuestions.test)
  test(ask: AskOf<Channels['test']>): Promise<AnswerOf<Channels['test']>> {
    take(ask);
    return Promise.resolve({ deliveryId: 'd' });
  }
  @Answers(channelQuestions.deliveries)
  deliveries(ask: AskOf<Channels['deliveries']>): Promise<AnswerOf<Channels['deliveries']>> {
    take(ask);
    return Promise.resolve({ items: [], nextCursor: null });
  }
  @Answers(channelQuestions.replay)
  replay(ask: AskOf<Channels['replay']>): Promise<AnswerOf<Channels['replay']>> {
    take(ask);
    return Promise.resolve({ deliveries: 3 });
  }
}

@Module({
  imports: [EventingModule.forRoot({ service: 'notifier' })],
  controllers: [MemoryAlerts, MemoryChannels],
})
class MemoryNotifierModule {}

/** Answers on the servers of an api under test. */
export const alertsBeside = ({ app }: TestApi): Promise<TestService> => {
  const { databaseUrl, natsUrl, natsToken } = app;
  return testService({
    service: 'notifier',
    module: MemoryNotifierModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
};
