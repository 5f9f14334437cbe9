import { describe, expect, it } from '@jest/globals';
import type { EndpointEvent } from '@tidegate/contracts';
import { endpointSpec, given } from '@tidegate/testing';
import { type EndpointCommand, endpoint } from './endpoint.ts';
import * as life from './life.spec-helper.ts';
import { at, condition, moved, observe, other, owner, rollingOut, spec } from './life.spec-helper.ts';
import { changedPointers } from './spec-changes.ts';

const { building, running, sleeping, stopped, rolloutStarted, rolloutFinished, updated, update } = life;
const hot = { ...spec, description: 'a better one' };
const updating = condition('updating', true);
const notUpdating = condition('updating', false);
const toOther = (fields: Partial<Parameters<typeof updated>[0]> = {}): EndpointEvent =>
  updated({ revision: 2, templateRevision: 2, spec: other, changed: ['/model'], cause: 'update', ...fields });
const backFrom = (revision: number): EndpointEvent =>
  updated({ revision, templateRevision: 1, spec, changed: ['/model'], cause: 'abort' });
const abort: EndpointCommand = { type: 'AbortRollout', ...owner, reason: null };
const promote: EndpointCommand = { type: 'PromoteRollout', ...owner };
const shiftTo = (percent: number): EndpointCommand => ({ type: 'ShiftRollout', ...owner, percent });
const shifted = (percent: number): EndpointEvent => ({
  type: 'RolloutShifted',
  data: { ...owner, from: 1, to: 2, percent, reason: life.anyReason },
});

describe('an update', () => {
  it('of hot fields applies at once, and keeps the template', () =>
    given(endpoint, ...running)
      .when(update(hot))
      .then(
        updated({
          revision: 2,
          templateRevision: 1,
          spec: hot,
          changed: ['/description'],
          cause: 'update',
        }),
      ));

  it('of rolling fields is rolled out', () =>
    given(endpoint, ...running)
      .when(update(other))
      .then(toOther(), rolloutStarted(1, 2), updating));

  it('that changes nothing is agreement', () =>
    given(endpoint, ...running)
      .when(update({ ...spec, environment: {} }))
      .thenNothing());

  it('may begin as a canary', () =>
    given(endpoint, ...running)
      .when(update(other, { canaryPercent: 10 }))
      .then(
        toOther(),
        rolloutStarted(1, 2, 10),
        condition('updating', true, life.reasoned('canary', /10 %/)),
      ));

  it('is staged while nothing serves', () => {
    given(endpoint, ...stopped)
      .when(update(other))
      .then(toOther());
    given(endpoint, ...building)
      .when(update(other))
      .then(toOther());
    given(endpoint, ...stopped, toOther())
      .when({ type: 'StartEndpoint', ...owner })
      .then(life.startRequested, moved('stopped', 'deploying'));
  });

  it('tries again what has failed, if its replicas would be others', () => {
    const failed = [...building, moved('building', 'build_failed')];
    given(endpoint, ...failed)
      .when(update(other))
      .then(toOther(), life.startRequested, moved('build_failed', 'deploying'));
    expect(life.decide(failed, update(hot))).toHaveLength(1);
  });

  it('during a rollout takes the place of what was rolled out', () =>
    given(endpoint, ...rollingOut())
      .when(update({ ...spec, model: 'demo/third' }))
      .then(
        updated({
          revision: 3,
          templateRevision: 3,
          spec: { ...spec, model: 'demo/third' },
          changed: ['/model'],
          cause: 'update',
        }),
        rolloutStarted(1, 3),
        condition('updating', true, life.reasoned('rolling_out', /3 takes over from template 1/)),
      ));

  it('during a canary keeps its share of the requests, unless it says another', () => {
    const third = { ...spec, model: 'demo/third' };
    const startedWith = (command: EndpointCommand) =>
      life.decide(rollingOut(10), command).find(({ type }) => type === 'RolloutStarted')?.data;
    const canary = (percent: number) => ({ from: 1, to: 3, percent });
    expect(startedWith(update(third))).toMatchObject(canary(10));
    expect(startedWith(update(third, { canaryPercent: 30 }))).toMatchObject(canary(30));
    expect(startedWith(update(third, { canaryPercent: 100 }))).toMatchObject(canary(100));
    expect(startedWith({ type: 'RestartEndpoint', ...owner, at })).toMatchObject(canary(10));
    const shiftedTo50 = life.decide([...rollingOut(10), shifted(50)], update(third));
    expect(shiftedTo50).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining(canary(50)) }),
    );
  });

  it('of hot fields leaves an open rollout open', () =>
    expect(life.decide(rollingOut(), update({ ...other, description: 'x' }))).toMatchObject([
      { type: 'EndpointUpdated', data: { revision: 3, templateRevision: 2 } },
    ]));

  it('is refused when somebody was faster', () => {
    given(endpoint, ...rollingOut())
      .when(update(hot, { expectedRevision: 1 }))
      .thenRefuses('endpoint.changed');
    expect(life.decide(running, update(hot, { expectedRevision: 1 }))).toHaveLength(1);
  });

  it('of a name or cluster is refused', () =>
    given(endpoint, ...running)
      .when(update({ ...spec, name: 'another', cluster: 'elsewhere' }))
      .thenRefuses('request.invalid'));

  it('names each field that differs', () => {
    const before = endpointSpec({ environment: { A: '1', 'B/C': '2' }, tags: { team: 'x' } });
    const after = endpointSpec({
      environment: { A: '1', 'B/C': '3', D: '4' },
      image: { reference: 'r:1', command: ['a'], credentials: null },
      scaling: { maxReplicas: 2, rules: [{ metric: 'concurrency', target: 9 }] },
    });
    expect(changedPointers(before, after).toSorted()).toEqual([
      '/environment/B~1C',
      '/environment/D',
      '/image',
      '/scaling/maxReplicas',
      '/scaling/rules',
      '/tags/team',
    ]);
  });
});

describe('a restart', () => {
  it('rolls out the same configuration as a new template', () =>
    given(endpoint, ...running)
      .when({ type: 'RestartEndpoint', ...owner, at })
      .then(
        updated({ revision: 2, templateRevision: 2, spec, changed: [], cause: 'restart' }),
        rolloutStarted(1, 2),
        updating,
      ));

  it('is refused where nothing runs', () => {
    for (const past of [building, stopped, sleeping])
      given(endpoint, ...past)
        .when({ type: 'RestartEndpoint', ...owner, at })
        .thenRefuses('endpoint.action_not_allowed');
  });
});

describe('a rollout', () => {
  it('is over when a new replica is ready and none of the others is left', () => {
    const says = (of: Parameters<typeof observe>[0]) => life.decide(rollingOut(), observe(of));
    expect(says({ of: { 1: { ready: 1 }, 2: { ready: 1 } } })).toEqual([]);
    expect(says({ of: { 1: { draining: 1 }, 2: { ready: 1 } } })).toEqual([]);
    expect(says({ of: { 2: { ready: 1 } } })).toEqual([rolloutFinished(1, 2, 'promoted'), notUpdating]);
  });

  it('of a canary goes on until it is promoted', () => {
    given(endpoint, ...rollingOut(10))
      .when(observe({ of: { 2: { ready: 1 } } }))
      .thenNothing();
    given(endpoint, ...rollingOut(10))
      .when(shiftTo(50))
      .then(shifted(50), condition('updating', true, life.reasoned('canary', /50 %/)));
    given(endpoint, ...rollingOut(10))
      .when(promote)
      .then(shifted(100), condition('updating', true, life.reasoned('rolling_out')));
    given(endpoint, ...rollingOut(10), shifted(100))
      .when(observe({ of: { 2: { ready: 1 } } }))
      .then(rolloutFinished(1, 2, 'promoted'), notUpdating);
  });

  it('agrees when it is shifted to where it is', () =>
    given(endpoint, ...rollingOut())
      .when(promote)
      .thenNothing());

  it('is aborted by its owner: what was before is the newest revision', () => {
    given(endpoint, ...rollingOut())
      .when(abort)
      .then(backFrom(3), rolloutFinished(1, 2, 'aborted', life.reasoned('aborted_by_owner')), notUpdating);
    const now = life.lifeAfter(...rollingOut(), backFrom(3), rolloutFinished(1, 2, 'aborted'));
    expect(now).toMatchObject({ revision: 3, template: 1, spec, rollout: null });
  });

  it('keeps the hot fields of now when it is aborted', () => {
    const past = [...rollingOut(), ...life.decide(rollingOut(), update({ ...other, description: 'new' }))];
    expect(life.decide(past, abort)[0]).toMatchObject({
      data: { revision: 4, templateRevision: 1, spec: { ...spec, description: 'new' } },
    });
  });

  it('is aborted by itself after three starts in a row that failed, with their cause', () => {
    const failing = (starts: number) =>
      observe({ of: { 1: { ready: 1 }, 2: { startsFailedInARow: starts } }, endedOf: 2 });
    given(endpoint, ...rollingOut())
      .when(failing(2))
      .thenNothing();
    given(endpoint, ...rollingOut())
      .when(failing(3))
      .then(
        backFrom(3),
        rolloutFinished(
          1,
          2,
          'aborted',
          life.reasoned('out_of_gpu_memory', /Template 2 .* 3 .*CUDA says no/),
        ),
        notUpdating,
      );
  });

  it('never fails the endpoint: the template that is tried is given up, the other one is kept', () => {
    const down = { 1: { startsFailedInARow: 9 }, 2: { startsFailedInARow: 2 } };
    for (const endedOf of [1, 2])
      expect(life.decide(rollingOut(), observe({ of: down, endedOf }))).toEqual([
        moved('running', 'starting'),
      ]);
  });

  it('that ended otherwise is not touched by words that come too late', () => {
    given(endpoint, ...running)
      .when({ type: 'AbortRollout', ...owner, reason: life.lifeAfter(...running).reason, to: 2 })
      .thenNothing();
    given(endpoint, ...rollingOut())
      .when({ type: 'AbortRollout', ...owner, reason: null, to: 7 })
      .thenNothing();
  });

  it('that is not there cannot be shifted, promoted or aborted', () => {
    for (const command of [shiftTo(10), promote, abort])
      given(endpoint, ...running)
        .when(command)
        .thenRefuses('endpoint.no_rollout');
  });

  it('is cut short by a stop: the next start runs what was rolled out', () => {
    given(endpoint, ...rollingOut())
      .when({ type: 'StopEndpoint', ...owner, at })
      .then(
        rolloutFinished(1, 2, 'promoted', life.reasoned('cut_short')),
        ...life.stopping('running'),
        notUpdating,
      );
  });

  it('ends with the endpoint', () => {
    const past = rollingOut();
    const ending = life.decide(past, { type: 'DeleteEndpoint', ...owner, confirm: spec.name, at });
    expect(ending).toEqual([notUpdating, moved('running', 'deleted'), life.gone]);
    expect(life.lifeAfter(...past, ...ending)).toMatchObject({ rollout: null, conditions: {} });
  });

  it('stays open while the endpoint sleeps', () => {
    const asleep = [...rollingOut(), moved('running', 'sleeping')];
    given(endpoint, ...asleep)
      .when(observe({ scale: life.scaledTo(0, 'idle') }))
      .thenNothing();
    given(endpoint, ...asleep)
      .when(observe({ scale: life.scaledTo(1, 'wake'), of: { 2: { ready: 1 } } }))
      .then(rolloutFinished(1, 2, 'promoted'), moved('sleeping', 'running'), notUpdating);
  });
});
