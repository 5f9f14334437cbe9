import { describe, expect, it } from '@jest/globals';
import type { EndpointEvent } from '@tidegate/contracts';
import { endpointSpec, given } from '@tidegate/testing';
import { endpoint } from './endpoint.ts';
import * as life from './life.spec-helper.ts';
import { at, condition, moved, observe, owner, running, scaledTo, sleeping } from './life.spec-helper.ts';

const three = scaledTo(3, 'load');
const degraded = condition('degraded', true);
const atLeastTwo: EndpointEvent[] = [
  {
    type: 'EndpointRequested',
    data: { ...owner, revision: 1, spec: endpointSpec({ name: 'chat', scaling: { minReplicas: 2 } }) },
  },
  ...running.slice(1),
];

describe('a running endpoint with fewer replicas than it should have', () => {
  it('is degraded when one of them ended by itself, and says of what', () =>
    given(endpoint, ...running)
      .when(observe({ scale: three, of: { 1: { ready: 2 } }, endedOf: 1 }))
      .then(condition('degraded', true, life.reasoned('replica_ended', /2 of 3 .*out of GPU memory/))));

  it('is degraded when one was lost with its node', () =>
    expect(
      life.decide(
        running,
        observe({
          scale: three,
          of: { 1: { ready: 2 } },
          ended: { cause: 'node_lost', exitCode: null, lastLine: null, template: 1, byItself: false },
        }),
      ),
    ).toEqual([condition('degraded', true, life.reasoned('replica_ended', /node was lost/))]));

  it('is not when it merely grows', () =>
    given(endpoint, ...running)
      .when(observe({ scale: three, of: { 1: { ready: 1, starting: 2 } } }))
      .thenNothing());

  it('is when it has fewer than its owner asked for at the least', () =>
    given(endpoint, ...atLeastTwo)
      .when(observe({ scale: three, of: { 1: { ready: 1 } } }))
      .then(condition('degraded', true, life.reasoned('below_minimum', /1 of at least 2/))));

  it('stays degraded until as many are ready as are wanted', () => {
    const past = [
      ...running,
      ...life.decide(running, observe({ scale: three, of: { 1: { ready: 2 } }, endedOf: 1 })),
    ];
    given(endpoint, ...past)
      .when(observe({ scale: three, of: { 1: { ready: 2, starting: 1 } } }))
      .thenNothing();
    given(endpoint, ...past)
      .when(observe({ scale: three, of: { 1: { ready: 3 } } }))
      .then(condition('degraded', false));
    given(endpoint, ...past)
      .when(observe({ scale: scaledTo(2, 'load'), of: { 1: { ready: 2 } } }))
      .then(condition('degraded', false));
  });

  it('is not degraded any more when it does not run', () =>
    given(endpoint, ...running, degraded)
      .when(observe({ scale: three, of: { 1: { starting: 1 } } }))
      .then(moved('running', 'starting'), condition('degraded', false)));
});

describe('an endpoint for which no node has room', () => {
  const waits = { delayed: { replicas: 1, message: 'no H100 is free' }, of: { 1: { waiting: 1 } } };
  const pending = condition('pendingCapacity', true, life.reasoned('no_room', /no H100 is free/));

  it('says so, and has not failed', () =>
    given(endpoint, ...life.deploying)
      .when(observe(waits))
      .then(pending));

  it('says it once', () => {
    const past = [...life.deploying, ...life.decide(life.deploying, observe(waits))];
    given(endpoint, ...past)
      .when(observe(waits))
      .thenNothing();
    given(endpoint, ...past)
      .when(observe({ ...waits, delayed: { replicas: 2, message: 'none at all' } }))
      .then(condition('pendingCapacity', true, life.reasoned('no_room', /^2 replicas .*none at all/)));
  });

  it('has room when nothing waits for it', () =>
    given(endpoint, ...life.deploying, pending)
      .when(observe({ of: { 1: { starting: 1 } } }))
      .then(moved('deploying', 'starting'), condition('pendingCapacity', false)));
});

describe('an endpoint whose traffic nobody reports', () => {
  it('says so until it is reported again', () => {
    const serves = { of: { 1: { ready: 1 } } };
    given(endpoint, ...running)
      .when(observe({ ...serves, trafficVisible: false }))
      .then(condition('metricStale', true, life.reasoned('traffic_not_reported')));
    given(endpoint, ...running, condition('metricStale', true))
      .when(observe(serves))
      .then(condition('metricStale', false));
  });
});

describe('conditions', () => {
  it('end when it is stopped, disabled or deleted', () => {
    const past = [...running, degraded, condition('metricStale', true)];
    const ended = [condition('degraded', false), condition('metricStale', false)];
    const stop = life.decide(past, { type: 'StopEndpoint', ...owner, at });
    expect(stop.slice(-2)).toEqual(ended);
    const disable = life.decide(past, { type: 'DisableEndpoint', ...owner, by: 'owner', at });
    expect(disable.slice(-2)).toEqual(ended);
    const remove = life.decide(past, { type: 'DeleteEndpoint', ...owner, confirm: 'chat', at });
    expect(remove.slice(0, 2)).toEqual(ended);
  });

  it('that only facts can tell stay as they are while nothing is known', () =>
    given(endpoint, ...sleeping, condition('metricStale', true))
      .when({ type: 'AbortRollout', ...owner, reason: null, to: 2 })
      .thenNothing());

  it('are not told by replicas of an earlier attempt', () =>
    given(endpoint, ...running)
      .when(observe({ attempt: 0, trafficVisible: false }))
      .thenNothing());
});

describe('an endpoint on which nothing may be spent', () => {
  const broke = scaledTo(0, 'budget');
  const limited = condition('budgetLimited', true, life.reasoned('spending_stopped'));

  it('sleeps, and says that it does for want of money and what to do', () =>
    given(endpoint, ...running)
      .when(observe({ scale: broke, of: { 1: { ready: 1 } } }))
      .then(moved('running', 'sleeping', life.reasoned('spending_stopped')), limited));

  it('is told so beside its state when it slept already, and until it may wake again', () => {
    given(endpoint, ...sleeping)
      .when(observe({ scale: broke, of: {} }))
      .then(limited);
    given(endpoint, ...sleeping, condition('budgetLimited', true))
      .when(observe({ scale: scaledTo(0, 'load'), of: {} }))
      .then(condition('budgetLimited', false));
  });
});
