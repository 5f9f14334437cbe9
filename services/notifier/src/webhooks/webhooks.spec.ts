import { describe, expect, it } from '@jest/globals';
import { WEBHOOK_EVENT_TYPES, eventsIn, registry, subscribedBy } from '@tidegate/contracts';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import fc from 'fast-check';
import { deliveryId, heardBy } from './heard-by.ts';
import { stepOf } from './replay-page.ts';
import { type WebhookCommand, formersAfter, webhooks } from './webhooks.ts';

const projectId = 'proj-0123456789ab';
const webhookId = 'hook-0123456789ab';
const owned = { webhookId, projectId };
const wish = { url: 'https://example.com/', eventTypes: ['*'], description: '' };
const secretId = 'sec-000000000001';
const subscribed = { type: 'WebhookSubscribed', data: { ...owned, ...wish, secretId } } as const;
const disabled = {
  type: 'WebhookDisabled',
  data: { ...owned, cause: 'gone', reason: { code: 'webhook_gone', message: 'm', nextStep: 'n' } },
} as const;
const subscribe = (most: number, id = webhookId): WebhookCommand => ({
  type: 'Subscribe',
  projectId,
  webhookId: id,
  wish,
  secretId,
  most,
});

describe('the webhooks of a project', () => {
  it('are as many as they may be, and no more', () => {
    given(webhooks, subscribed).when(subscribe(1, 'hook-ba9876543210')).thenRefuses('webhook.too_many');
    given(webhooks, subscribed, { type: 'WebhookUnsubscribed', data: owned })
      .when(subscribe(1))
      .then(subscribed);
  });

  it('change in what is named, and say nothing when nothing changes', () => {
    given(webhooks, subscribed)
      .when({ type: 'Change', ...owned, wish: { url: undefined, description: 'x' }, state: null })
      .then({ type: 'WebhookChanged', data: { ...owned, ...wish, description: 'x' } });
    given(webhooks, subscribed)
      .when({ type: 'Change', ...owned, wish, state: 'active' })
      .then();
    given(webhooks, subscribed, disabled)
      .when({ type: 'Change', ...owned, wish: {}, state: 'active' })
      .then({ type: 'WebhookEnabled', data: owned });
  });

  it('are unknown where they are not, and still while they are disabled', () => {
    given(webhooks)
      .when({ type: 'Test', ...owned })
      .thenRefuses('webhook.not_found');
    given(webhooks, subscribed, disabled)
      .when({ type: 'Test', ...owned })
      .thenRefuses('webhook.disabled');
    given(webhooks, subscribed, disabled)
      .when({ type: 'Replay', ...owned, fromPosition: 1, toPosition: 9 })
      .thenRefuses('webhook.disabled');
    given(webhooks, subscribed, disabled)
      .when({ type: 'Disable', ...owned, cause: 'failing', reason: disabled.data.reason })
      .then();
  });

  it('keep a former secret for a day, and four of them at most', () => {
    const rotate = { type: 'RotateSecret', ...owned, secretId: 'sec-000000000002', atUs: 1_000 } as const;
    given(webhooks, subscribed)
      .when(rotate)
      .then({
        type: 'WebhookSecretRotated',
        data: {
          ...owned,
          secretId: rotate.secretId,
          formerSecretId: secretId,
          formerUntilUs: 86_400_001_000,
        },
      });
    const rotated = (untilUs: number) =>
      ({
        type: 'WebhookSecretRotated',
        data: { ...owned, secretId, formerSecretId: secretId, formerUntilUs: untilUs },
      }) as const;
    const four = [1, 2, 3, 4].map((n) => rotated(86_400_000_000 + n));
    given(webhooks, subscribed, ...four)
      .when(rotate)
      .thenRefuses('webhook.rotated_too_often');
    const later = { ...rotate, atUs: 86_400_000_001 };
    expect(
      webhooks.decide([subscribed, ...four].reduce(webhooks.evolve, webhooks.initial), later),
    ).toHaveLength(1);
    expect(
      formersAfter(
        four.map(() => ({ secretId, untilUs: 1 })),
        rotated(7).data,
      ),
    ).toHaveLength(4);
  });
});

const event = (type: string, position: number, more: object = {}): Recorded<AnyEvent> =>
  ({
    type,
    position,
    id: String(position),
    tenantId: projectId,
    data: {},
    ...more,
  }) as unknown as Recorded<AnyEvent>;

describe('an event', () => {
  it('is heard by its name, its group, and *', () => {
    expect(subscribedBy('ReplicaStarted')).toEqual(['*', 'replica.*', 'ReplicaStarted']);
    expect(heardBy(event('ReplicaStarted', 1))).toEqual({
      kind: 'subscribed',
      projectId,
      patterns: ['*', 'replica.*', 'ReplicaStarted'],
      but: null,
    });
  });

  it('of nobody is heard by everybody when every bill depends on it, else by nobody', () => {
    expect(heardBy(event('RatePublished', 1, { tenantId: null }))).toMatchObject({
      kind: 'subscribed',
      projectId: null,
    });
    expect(heardBy(event('PlanPublished', 1))).toMatchObject({ projectId });
    for (const type of ['NodeCordoned', 'ReplicaStarted', 'MetricSampled', 'Unheard'])
      expect(heardBy(event(type, 1, { tenantId: null }))).toEqual({ kind: 'nobody' });
  });

  it('that has a fingerprint of a token is offered to nobody', () => {
    for (const type of ['TokenIssued', 'TokenRevoked'])
      expect(heardBy(event(type, 1))).toEqual({ kind: 'nobody' });
  });

  it('about a webhook is not told to it, and a test to it alone', () => {
    expect(heardBy(event('WebhookChanged', 1, { data: owned }))).toMatchObject({ but: webhookId });
    expect(heardBy(event('WebhookTestRequested', 1, { data: owned }))).toEqual({ kind: 'one', ...owned });
  });

  it('has one id for each webhook that hears of it', () => {
    expect(deliveryId(webhookId, 'e')).toBe('hook-0123456789ab_e');
  });
});

describe('what may be subscribed to', () => {
  it('names events of the log, and each by its group too', () => {
    const named = eventsIn(['*']);
    expect(named).toEqual(eventsIn(WEBHOOK_EVENT_TYPES));
    for (const type of named) expect(registry[type].channel).toBe('LOG');
    expect(eventsIn(['rate.*'])).toEqual(['RatePublished']);
    expect(eventsIn([])).toEqual([]);
  });
});

describe('a replay in pages', () => {
  it('comes to the same events as in one, whatever the size of a page', () => {
    const log = fc.array(fc.constantFrom('own', 'everybodys', 'own plan', 'mine'), { maxLength: 60 });
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 7 }), fc.nat(70), (kinds, limit, toPosition) => {
        const all = kinds.map((kind, n) =>
          kind === 'everybodys'
            ? event('RatePublished', n + 1, { tenantId: null })
            : kind === 'own plan'
              ? event('PlanPublished', n + 1)
              : event(
                  kind === 'own' ? 'ReplicaStarted' : 'WebhookChanged',
                  n + 1,
                  kind === 'mine' ? { data: owned } : {},
                ),
        );
        const own = all.filter(({ tenantId }) => tenantId !== null);
        const everybodys = all.filter(({ type }) => type === 'RatePublished' || type === 'PlanPublished');
        const found: number[] = [];
        for (let from: number | null = 1; from !== null;) {
          const rest = (events: readonly Recorded<AnyEvent>[]) =>
            events.filter(({ position }) => position >= from!).slice(0, limit);
          const step = stepOf(
            { own: rest(own), everybodys: rest(everybodys) },
            { webhookId, toPosition, limit },
          );
          found.push(...step.events.map(({ position }) => position));
          from = step.nextPosition;
        }
        const wanted = all.filter(({ position, data }) => position <= toPosition && !('webhookId' in data));
        expect(found).toEqual(wanted.map(({ position }) => position));
      }),
    );
  });
});
