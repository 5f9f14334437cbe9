import { describe, expect, it } from '@jest/globals';
import type { EndpointEvent, EndpointState } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import { type EndpointCommand, endpoint } from './endpoint.ts';
import * as life from './life.spec-helper.ts';
import { at, moved, observe, oom, owner, scaledTo, spec } from './life.spec-helper.ts';

const request: EndpointCommand = { type: 'RequestEndpoint', ...owner, spec };
const stop = { type: 'StopEndpoint', ...owner, at } as const;
const start: EndpointCommand = { type: 'StartEndpoint', ...owner };
const remove = { type: 'DeleteEndpoint', ...owner, confirm: spec.name, at } as const;
const disable = (by: 'owner' | 'operator'): EndpointCommand => ({
  type: 'DisableEndpoint',
  ...owner,
  by,
  at,
});
const enable = (by: 'owner' | 'operator'): EndpointCommand => ({ type: 'EnableEndpoint', ...owner, by });
const failure = { code: 'gated_model', message: 'it is gated', nextStep: 'ask for access' };
const build = (revision = 1, why: typeof failure | null = null): EndpointCommand => ({
  type: 'FinishBuild',
  ...owner,
  revision,
  failure: why,
});
const { building, deploying, running, sleeping, stopped, stopping, startRequested, gone } = life;
const off = (by: 'owner' | 'operator', from: EndpointState): EndpointEvent[] => [
  { type: 'EndpointDisabled', data: { ...owner, by, reason: life.anyReason } },
  moved(from, 'disabled'),
];
const on: EndpointEvent = { type: 'EndpointEnabled', data: owner };

describe('an endpoint that does not exist', () => {
  it('is requested, and is being built', () =>
    given(endpoint)
      .when(request)
      .then(life.requested, moved(null, 'building', life.reasoned('accepted'))));

  it('cannot be stopped', () => given(endpoint).when(stop).thenRefuses('endpoint.not_found'));
});

describe('an endpoint that is being built', () => {
  it('is not requested twice', () =>
    given(endpoint, ...building)
      .when(request)
      .thenRefuses('endpoint.exists'));

  it('is deployed when its build is finished', () =>
    given(endpoint, ...building)
      .when(build())
      .then(moved('building', 'deploying')));

  it('has failed when its build has, and says why', () =>
    given(endpoint, ...building)
      .when(build(1, failure))
      .then(moved('building', 'build_failed', failure)));

  it('waits for the build of its present revision', () => {
    given(endpoint, ...building)
      .when(build(2))
      .thenNothing();
    given(endpoint, ...deploying)
      .when(build(1, failure))
      .thenNothing();
  });

  it('can be stopped, and agrees that it starts', () => {
    given(endpoint, ...building)
      .when(stop)
      .then(...stopping('building'));
    given(endpoint, ...building)
      .when(start)
      .thenNothing();
  });
});

describe('an endpoint on its way', () => {
  it('is starting when a replica holds its hardware', () =>
    given(endpoint, ...deploying)
      .when(observe({ of: { 1: { starting: 1 } } }))
      .then(moved('deploying', 'starting')));

  it('stays where it is while its replica waits for a place', () =>
    given(endpoint, ...deploying)
      .when(observe({ of: { 1: { waiting: 1 } } }))
      .thenNothing());

  it('does not sleep before anybody decided how many replicas it gets', () =>
    given(endpoint, ...deploying)
      .when(observe({ scale: null }))
      .thenNothing());

  it('runs when a replica is ready', () =>
    given(endpoint, ...deploying, moved('deploying', 'starting'))
      .when(observe({ of: { 1: { ready: 1 } } }))
      .then(moved('starting', 'running')));

  it('has failed to deploy after five starts in a row that failed, and says why', () => {
    const [event] = life.decide(
      [...deploying, moved('deploying', 'starting')],
      observe({ of: { 1: { startsFailedInARow: 5 } }, endedOf: 1 }),
    );
    expect(event).toEqual(
      moved(
        'starting',
        'deploy_failed',
        life.reasoned(oom.cause, /^5 replicas .*out of GPU memory.*exit code 1.*CUDA says no/),
      ),
    );
  });

  it.each([
    ['gated_model', /admitted/],
    ['image_pull_failed', /image could not be fetched/],
    ['model_not_found', /could not be found/],
  ] as const)('says in words that %s', (cause, words) => {
    const facts = observe({ of: { 1: { startsFailedInARow: 5 } } });
    if (facts.type !== 'ObserveReplicas') return;
    const ended = { ...oom, cause, template: 1 };
    given(endpoint, ...deploying)
      .when({ ...facts, facts: { ...facts.facts, ended } })
      .then(moved('deploying', 'deploy_failed', life.reasoned(cause, words)));
  });

  it('is not given up after four', () =>
    given(endpoint, ...deploying)
      .when(observe({ of: { 1: { startsFailedInARow: 4 } }, endedOf: 1 }))
      .thenNothing());

  it('is not given up for a template that it does not run', () =>
    given(endpoint, ...deploying)
      .when(observe({ of: { 7: { startsFailedInARow: 9 } }, endedOf: 7 }))
      .thenNothing());

  it('agrees when it is started again', () =>
    given(endpoint, ...deploying)
      .when(start)
      .thenNothing());
});

describe('a running endpoint', () => {
  it('sleeps when none of its replicas is wanted, and says why', () =>
    given(endpoint, ...running)
      .when(observe({ scale: scaledTo(0, 'idle') }))
      .then(moved('running', 'sleeping', life.reasoned('scaled_to_zero', /^because of idle$/))));

  it('waits for others when its last replica is lost', () =>
    given(endpoint, ...running)
      .when(observe({ of: { 1: { waiting: 1 } } }))
      .then(moved('running', 'starting')));

  it('keeps running while one replica is ready, however often others fail', () =>
    given(endpoint, ...running)
      .when(observe({ of: { 1: { ready: 1, startsFailedInARow: 9 } }, endedOf: 1 }))
      .thenNothing());

  it('has a runtime error when replicas end again and again soon after they were ready', () =>
    given(endpoint, ...running)
      .when(observe({ of: { 1: { recentCrashes: 5 } }, endedOf: 1 }))
      .then(moved('running', 'runtime_error')));

  it('is not put to sleep by the scale-down of a stop', () =>
    given(endpoint, ...running)
      .when(observe({ scale: scaledTo(0, 'stop'), of: { 1: { ready: 1 } } }))
      .thenNothing());

  it('does not exist to another project', () =>
    given(endpoint, ...running)
      .when({ ...stop, projectId: 'proj-ffffffffffff' })
      .thenRefuses('endpoint.not_found'));

  it('ignores what the replicas of an earlier attempt do', () =>
    given(endpoint, ...running)
      .when(observe({ attempt: 0, scale: scaledTo(0, 'idle') }))
      .thenNothing());
});

describe('a sleeping endpoint', () => {
  it('wakes when a replica is wanted', () =>
    given(endpoint, ...sleeping)
      .when(observe({ scale: scaledTo(1, 'wake') }))
      .then(moved('sleeping', 'waking')));

  it('stops without waiting, since nothing is left', () =>
    given(endpoint, ...sleeping, ...stopping('sleeping'))
      .when(observe({ scale: scaledTo(0, 'idle') }))
      .then(moved('stopping', 'stopped')));

  it('has nothing to restart', () =>
    given(endpoint, ...sleeping)
      .when({ type: 'RestartEndpoint', ...owner, at })
      .thenRefuses('endpoint.action_not_allowed'));
});

describe('an endpoint that stops', () => {
  it('says so and begins to drain', () =>
    given(endpoint, ...running)
      .when(stop)
      .then(...stopping('running')));

  it('treats a second stop as agreement', () =>
    given(endpoint, ...running, ...stopping('running'))
      .when(stop)
      .thenNothing());

  it('is not stopped while a replica drains, or is still wanted', () => {
    given(endpoint, ...running, ...stopping('running'))
      .when(observe({ scale: scaledTo(0, 'stop'), of: { 1: { draining: 1 } } }))
      .thenNothing();
    given(endpoint, ...running, ...stopping('running'))
      .when(observe())
      .thenNothing();
  });

  it('cannot start before it has stopped', () =>
    given(endpoint, ...running, ...stopping('running'))
      .when(start)
      .thenRefuses('endpoint.action_not_allowed'));
});

describe('a stopped endpoint', () => {
  it('starts again', () =>
    given(endpoint, ...stopped)
      .when(start)
      .then(startRequested, moved('stopped', 'deploying')));

  it('begins a new attempt with its start: earlier replicas do not count', () => {
    const again = [...stopped, startRequested, moved('stopped', 'deploying')];
    given(endpoint, ...again)
      .when(observe({ attempt: 1, of: { 1: { ready: 1 } } }))
      .thenNothing();
    given(endpoint, ...again)
      .when(observe({ attempt: 2, of: { 1: { ready: 1 } } }))
      .then(moved('deploying', 'running'));
  });
});

describe('a disabled endpoint', () => {
  const byOwner = [...running, ...off('owner', 'running')];
  const byOperator = [...stopped, ...off('operator', 'stopped')];

  it('is so from any state but deleted', () => {
    given(endpoint, ...running)
      .when(disable('owner'))
      .then(...off('owner', 'running'));
    given(endpoint, ...stopped)
      .when(disable('operator'))
      .then(...off('operator', 'stopped'));
    given(endpoint, ...running, moved('running', 'deleted'), gone)
      .when(disable('owner'))
      .thenRefuses('endpoint.deleted');
  });

  it('serves again when it is enabled, if it did', () => {
    given(endpoint, ...byOwner)
      .when(enable('owner'))
      .then(on, startRequested, moved('disabled', 'deploying'));
    given(endpoint, ...byOperator)
      .when(enable('operator'))
      .then(on, moved('disabled', 'stopped'));
  });

  it('does not start before it is enabled', () => {
    given(endpoint, ...byOwner)
      .when(start)
      .thenRefuses('endpoint.action_not_allowed');
    given(endpoint, ...byOperator)
      .when(start)
      .thenRefuses('endpoint.disabled_by_operator');
  });

  it('is enabled by its owner only if its owner disabled it', () =>
    given(endpoint, ...byOperator)
      .when(enable('owner'))
      .thenRefuses('endpoint.disabled_by_operator'));

  it('stays the operator’s once it is, and still remembers that it served', () => {
    const taken = life.decide(byOwner, disable('operator'));
    expect(taken).toEqual([off('operator', 'running')[0]]);
    given(endpoint, ...byOwner, ...taken)
      .when(disable('owner'))
      .thenNothing();
    given(endpoint, ...byOwner, ...taken)
      .when(enable('owner'))
      .thenRefuses('endpoint.disabled_by_operator');
    given(endpoint, ...byOwner, ...taken)
      .when(enable('operator'))
      .then(on, startRequested, moved('disabled', 'deploying'));
  });

  it('agrees when it is disabled twice, or enabled twice', () => {
    given(endpoint, ...byOwner)
      .when(disable('owner'))
      .thenNothing();
    given(endpoint, ...running)
      .when(enable('owner'))
      .thenNothing();
  });
});

describe('a reserved endpoint', () => {
  const until = '2026-12-01T00:00:00.000Z';
  const reserved = { ...spec, commitment: { kind: 'reserved', until } as const };
  const past: EndpointEvent[] = [
    { type: 'EndpointRequested', data: { ...owner, revision: 1, spec: reserved } },
    ...running.slice(1),
  ];

  it('cannot be stopped, disabled by its owner or deleted before its end', () => {
    for (const command of [stop, disable('owner'), remove])
      given(endpoint, ...past)
        .when(command)
        .thenRefuses('endpoint.committed');
  });

  it('can be afterwards, and by the operator at any time', () => {
    given(endpoint, ...past)
      .when({ ...stop, at: until })
      .then(...stopping('running'));
    given(endpoint, ...past)
      .when(disable('operator'))
      .then(...off('operator', 'running'));
  });

  it('can be reserved for longer, and not for a shorter time', () => {
    const longer = { ...spec, commitment: { kind: 'reserved', until: '2027-01-01T00:00:00.000Z' } as const };
    expect(life.decide(past, life.update(longer))).toHaveLength(1);
    given(endpoint, ...past)
      .when(life.update(spec))
      .thenRefuses('endpoint.committed');
    expect(life.decide(past, life.update(spec, { at: until }))).toHaveLength(1);
  });

  it('stays reserved when an earlier revision is called back', () =>
    expect(
      life.decide(past, life.update({ ...spec, description: 'before' }, { cause: 'rollback' }))[0],
    ).toMatchObject({ data: { spec: { commitment: reserved.commitment }, changed: ['/description'] } }));
});

describe('deleting an endpoint', () => {
  it('needs its name as confirmation', () =>
    given(endpoint, ...running)
      .when({ ...remove, confirm: 'another' })
      .thenRefuses('endpoint.confirm_mismatch'));

  it('is final', () => {
    given(endpoint, ...running)
      .when(remove)
      .then(moved('running', 'deleted'), gone);
    given(endpoint, ...running, moved('running', 'deleted'), gone)
      .when(start)
      .thenRefuses('endpoint.deleted');
  });

  it('is agreement the second time', () =>
    given(endpoint, ...running, moved('running', 'deleted'), gone)
      .when(remove)
      .thenNothing());
});

describe('a failed endpoint', () => {
  it('is started again by its owner, and only by its owner', () => {
    const failed = [...deploying, moved('deploying', 'deploy_failed')];
    given(endpoint, ...failed)
      .when(observe({ of: { 1: { ready: 1 } } }))
      .thenNothing();
    given(endpoint, ...failed)
      .when(start)
      .then(startRequested, moved('deploy_failed', 'deploying'));
  });
});

describe('a custom domain', () => {
  const domain = 'chat.example.org';
  const named: EndpointEvent[] = [
    {
      type: 'EndpointRequested',
      data: { ...owner, revision: 1, spec: { ...spec, customDomains: [domain] } },
    },
    ...running.slice(1),
  ];
  const verified: EndpointEvent = { type: 'DomainVerified', data: { ...owner, domain } };
  const released: EndpointEvent = { type: 'DomainReleased', data: { ...owner, domain } };

  it('is proven once, if the configuration names it', () => {
    given(endpoint, ...named)
      .when({ type: 'VerifyDomain', ...owner, domain })
      .then(verified);
    given(endpoint, ...named, verified)
      .when({ type: 'VerifyDomain', ...owner, domain })
      .thenNothing();
    given(endpoint, ...running)
      .when({ type: 'VerifyDomain', ...owner, domain })
      .thenRefuses('endpoint.domain_not_found');
  });

  it('is released when it is asked for, taken out of the configuration, or its endpoint deleted', () => {
    given(endpoint, ...named, verified)
      .when({ type: 'ReleaseDomain', ...owner, domain })
      .then(released);
    given(endpoint, ...named)
      .when({ type: 'ReleaseDomain', ...owner, domain })
      .thenNothing();
    expect(life.decide([...named, verified], life.update(spec))).toContainEqual(released);
    expect(life.decide([...named, verified], remove)).toContainEqual(released);
  });
});
