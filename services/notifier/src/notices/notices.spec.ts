import { describe, expect, it } from '@jest/globals';
import { type AnyEvent, NOTICE_KINDS, type Recorded } from '@tidegate/contracts';
import { slackMessage } from '../channels/slack-message.ts';
import { type Subject, alertNotice } from '../evaluation/alert-notice.ts';
import { type Because, type Notice as Told, beginningAt } from '../evaluation/instance.ts';
import { RULE } from '../evaluation/rule.spec-helper.ts';
import { TOLD_EVENTS, noticeOf } from './event-notice.ts';

const endpointId = 'endpt-0123456789ab';
const projectId = 'proj-0123456789ab';
const reason = { code: 'c', message: 'Because.', nextStep: 'Wait.' };
const known = { name: 'chat', isArmed: true };
const spent = {
  ...{ projectId, endpointId: null, budgetId: 'budg-0123456789ab', period: '2031-01', atUs: 0 },
  ...{ spentNanoUsd: '80000000000', limitNanoUsd: '100000000000', thresholdPercent: 80 },
};
const notice = (type: AnyEvent['type'], data: object, isArmed = true) =>
  noticeOf({ type, data } as unknown as Recorded<AnyEvent>, { ...known, isArmed });

describe('an event of a project', () => {
  it.each([
    ['EndpointStateChanged', { to: 'running', reason }, 'endpoint.ready', 'chat is ready'],
    ['EndpointStateChanged', { to: 'deploy_failed', reason }, 'endpoint.failed', 'chat has failed'],
    [
      'EndpointConditionChanged',
      { condition: 'degraded', active: true, reason },
      'endpoint.degraded',
      'chat is degraded',
    ],
    [
      'EndpointConditionChanged',
      { condition: 'pendingCapacity', active: true, reason },
      'endpoint.no_capacity',
      'chat waits for room',
    ],
    [
      'EndpointDisabled',
      { by: 'operator', reason },
      'endpoint.disabled',
      'chat was disabled by its operator',
    ],
    [
      'BudgetThresholdReached',
      spent,
      'budget.threshold_reached',
      '80 % of the budget of the project are spent',
    ],
    ['SpendingStopped', spent, 'spending.stopped', 'the project was put to sleep: its money is spent'],
    ['SpendingResumed', spent, 'spending.resumed', 'the project may wake: there is money again'],
    [
      'InvoiceFinalized',
      { invoiceId: 'i', period: '2031-01', totalCents: 1234, currency: 'USD' },
      'invoice.ready',
      'The invoice of 2031-01 is ready',
    ],
    ['DomainVerified', { domain: 'a.example' }, 'domain.verified', 'a.example reaches chat'],
    ['DomainReleased', { domain: 'a.example' }, 'domain.released', 'a.example no longer reaches chat'],
  ] as const)('%s is told', (type, data, kind, title) => {
    expect(notice(type, { endpointId, ...data })).toMatchObject({ type: kind, title, thread: null });
  });

  it('is not told when it is no news', () => {
    expect(notice('EndpointStateChanged', { endpointId, to: 'running', reason }, false)).toBeNull();
    expect(notice('EndpointStateChanged', { endpointId, to: 'sleeping', reason })).toBeNull();
    for (const [condition, active] of [
      ['degraded', false],
      ['updating', true],
    ] as const)
      expect(notice('EndpointConditionChanged', { endpointId, condition, active, reason })).toBeNull();
    expect(notice('ReplicaReady', {})).toBeNull();
    expect(TOLD_EVENTS).toHaveLength(9);
    expect(NOTICE_KINDS).toHaveLength(11);
  });
});

describe('what an alert tells', () => {
  const subject: Subject = {
    ...{ alertId: 'alert-0123456789ab', endpointId, replicaId: 'repl-0123456789ab', endpointName: 'chat' },
  };
  const say = (kind: Told['kind'], because: Because | null, value: number | null = 93.14159) => {
    const instance = { ...beginningAt(0), value };
    return alertNotice({ ...RULE, clearThreshold: 80 }, subject, {
      notice: { kind, number: 1, nth: 1 },
      before: { ...instance, firedUs: 0 },
      after: instance,
      because,
      thread: 't',
      nowUs: 5_400_000_000,
    });
  };

  it('names what it is about, the value and the limit', () => {
    expect(say('firing', 'value')).toMatchObject({
      ...{ type: 'alert.firing', level: 'warning', title: 'Full: chat, repl-0123456789ab', thread: 't' },
      text: 'in_flight is 93.14, above 90.',
    });
    expect(say('firing', 'no_data', null).text).toBe('There is no value of in_flight.');
    expect(say('repeated', null, null).text).toBe('in_flight is unknown, above 90.');
  });

  it.each([
    ['value', 'in_flight is 12, not above 80'],
    ['no_data', 'there is no value of in_flight any more'],
    ['stopped', 'the endpoint or the replica was stopped'],
    ['changed', 'the alert was changed'],
    ['removed', 'the alert was removed'],
  ] as const)('says why it is over: %s', (because, why) => {
    expect(say('resolved', because, 12)).toMatchObject({
      level: 'good',
      text: `Resolved: ${why}. It fired for 1 h 30 min.`,
    });
  });

  it('is text in Slack, whatever people named things', () => {
    const message = slackMessage(
      { ...say('firing', 'value'), title: '<!channel> & more' },
      '2031-01-01T00:00:00Z',
    );
    expect(message).toMatchObject({
      text: '&lt;!channel&gt; &amp; more',
      attachments: [{ color: '#d98200', text: 'in_flight is 93.14, above 90.', ts: 1_924_992_000 }],
    });
  });
});
