import { describe, expect, it } from '@jest/globals';
import { given } from '@tidegate/testing';
import { RULE } from '../evaluation/rule.spec-helper.ts';
import { type AlertCommand, alerts } from './alerts.ts';
import { ruleProblems } from './rule-problems.ts';

const projectId = 'proj-0123456789ab';
const alertId = 'alert-0123456789ab';
const owned = { alertId, projectId };
const created = { type: 'AlertCreated', data: { ...owned, rule: RULE } } as const;
const create = (most: number, id = alertId, name = RULE.name): AlertCommand => ({
  type: 'Create',
  projectId,
  alertId: id,
  rule: { ...RULE, name },
  most,
});
const other = 'alert-ba9876543210';

describe('the alerts of a project', () => {
  it('are as many as they may be, each with a name of its own', () => {
    given(alerts).when(create(1)).then(created);
    given(alerts, created)
      .when(create(1, other, 'Other'))
      .thenRefuses('alert.too_many');
    given(alerts, created).when(create(2, other)).thenRefuses('alert.name_taken');
    given(alerts, created, { type: 'AlertRemoved', data: owned }).when(create(1)).then(created);
  });

  it('change in what is named, and say nothing when nothing changes', () => {
    given(alerts, created)
      .when({ type: 'Change', ...owned, changes: { threshold: 95, name: undefined } })
      .then({ type: 'AlertChanged', data: { ...owned, rule: { ...RULE, threshold: 95 } } });
    given(alerts, created)
      .when({ type: 'Change', ...owned, changes: { threshold: RULE.threshold } })
      .then();
  });

  it('are judged as a whole when a part is changed', () => {
    given(alerts, { type: 'AlertCreated', data: { ...owned, rule: { ...RULE, clearThreshold: 80 } } })
      .when({ type: 'Change', ...owned, changes: { threshold: 70 } })
      .thenRefuses('request.invalid');
  });

  it('are muted until a time, and heard again', () => {
    const muted = { type: 'AlertMuted', data: { ...owned, untilUs: 5 } } as const;
    given(alerts, created)
      .when({ type: 'Mute', ...owned, untilUs: 5 })
      .then(muted);
    given(alerts, created, muted)
      .when({ type: 'Mute', ...owned, untilUs: 5 })
      .then();
    given(alerts, created, muted)
      .when({ type: 'Unmute', ...owned })
      .then({ type: 'AlertUnmuted', data: owned });
    given(alerts, created)
      .when({ type: 'Unmute', ...owned })
      .then();
  });

  it('are unknown where they are not', () => {
    for (const type of ['Remove', 'Unmute'] as const)
      given(alerts)
        .when({ type, ...owned })
        .thenRefuses('alert.not_found');
  });
});

describe('a rule', () => {
  const pointersOf = (changes: object): string[] =>
    ruleProblems({ ...RULE, ...changes }).map(({ pointer }) => pointer);

  it.each([
    [{ metric: 'mood' }, ['/metric']],
    [{ metric: 'queue_depth', scope: 'replica' }, ['/scope']],
    [{ scope: 'project', endpointId: 'endpt-0123456789ab' }, ['/endpointId']],
    [{ clearThreshold: 91 }, ['/clearThreshold']],
    [{ operator: 'below', clearThreshold: 89 }, ['/clearThreshold']],
    [{ metric: 'mood', muteWindows: [window('Moon/Base')] }, ['/metric', '/muteWindows/0/timeZone']],
  ])('with %j is told what is wrong with it', (changes, pointers) =>
    expect(pointersOf(changes)).toEqual(pointers),
  );

  it.each([
    {},
    { clearThreshold: 90 },
    { operator: 'at_most', clearThreshold: 91 },
    { scope: 'replica', metric: 'runtime:vllm:num_requests_running' },
    { muteWindows: [window('Europe/Berlin'), window('UTC')] },
  ])('with %j is as it must be', (changes) => expect(pointersOf(changes)).toEqual([]));
});

function window(timeZone: string) {
  return { days: [], from: '22:00', until: '06:00', timeZone };
}
