import { describe, expect, it } from '@jest/globals';
import type { EndpointEvent, EndpointSpec, EndpointState } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import { type Endpoint, type EndpointCommand, endpoint } from './endpoint.ts';
import type { ReplicaFacts } from './replica-facts.ts';

describe('an endpoint that does not exist', () => {
  it('is requested, and is on its way at once', () => {
    given(endpoint).when(request).then(requested, moved('building', 'deploying'));
  });

  it('cannot be stopped', () => {
    given(endpoint).when(stop).thenRefuses('endpoint.not_found');
  });
});

describe('an endpoint on its way', () => {
  it('is not requested twice', () => {
    given(endpoint, ...deploying)
      .when(request)
      .thenRefuses('endpoint.exists');
  });

  it('is starting when a replica holds its hardware', () => {
    given(endpoint, ...deploying)
      .when(observe({ starting: 1 }))
      .then(moved('deploying', 'starting'));
  });

  it('stays where it is while its replica waits for a place', () => {
    given(endpoint, ...deploying)
      .when(observe({ waiting: 1 }))
      .thenNothing();
  });

  it('does not sleep before anybody decided how many replicas it gets', () => {
    given(endpoint, ...deploying)
      .when(observe({ scale: null }))
      .thenNothing();
  });

  it('runs when a replica is ready', () => {
    given(endpoint, ...deploying, moved('deploying', 'starting'))
      .when(observe({ ready: 1 }))
      .then(moved('starting', 'running'));
  });

  it('has failed to deploy after five starts in a row that failed, and says why', () => {
    const events = decide([...deploying, moved('deploying', 'starting')], observe({ failure: failing(5) }));
    expect(events).toEqual([moved('starting', 'deploy_failed')]);
    expect(reasonOf(events)).toEqual({
      code: 'out_of_gpu_memory',
      message: expect.stringMatching(
        /^5 replicas .*out of GPU memory.*exit code 1.*CUDA says no/,
      ) as unknown as string,
      nextStep: expect.stringContaining('more GPU memory') as unknown as string,
    });
  });

  it('is not given up after four', () => {
    given(endpoint, ...deploying)
      .when(observe({ failure: failing(4) }))
      .thenNothing();
  });

  it('agrees when it is started again', () => {
    given(endpoint, ...deploying)
      .when(start)
      .thenNothing();
  });
});

describe('a running endpoint', () => {
  it('sleeps when none of its replicas is wanted, and says why', () => {
    const events = decide(running, observe({ scale: scaledTo(0, 'idle') }));
    expect(events).toEqual([moved('running', 'sleeping')]);
    expect(reasonOf(events)?.message).toBe('because of idle');
  });

  it('waits for others when its last replica is lost', () => {
    given(endpoint, ...running)
      .when(observe({ waiting: 1 }))
      .then(moved('running', 'starting'));
  });

  it('keeps running while one replica is ready, however often others fail', () => {
    given(endpoint, ...running)
      .when(observe({ ready: 1, failure: failing(9) }))
      .thenNothing();
  });

  it('has a runtime error when replicas end again and again soon after they were ready', () => {
    const crashing = { ...failing(0), recentCrashes: 5 };
    given(endpoint, ...running)
      .when(observe({ failure: crashing }))
      .then(moved('running', 'runtime_error'));
  });

  it('is not put to sleep by the scale-down of a stop', () => {
    given(endpoint, ...running)
      .when(observe({ scale: scaledTo(0, 'stop'), ready: 1 }))
      .thenNothing();
  });

  it('does not exist to another project', () => {
    given(endpoint, ...running)
      .when({ ...stop, projectId: 'proj-ffffffffffff' })
      .thenRefuses('endpoint.not_found');
  });

  it('ignores what the replicas of an earlier attempt do', () => {
    given(endpoint, ...running)
      .when(observe({ attempt: 0, scale: scaledTo(0, 'idle') }))
      .thenNothing();
  });
});

describe('a sleeping endpoint', () => {
  it('wakes when a replica is wanted', () => {
    given(endpoint, ...sleeping)
      .when(observe({ scale: scaledTo(1, 'wake') }))
      .then(moved('sleeping', 'waking'));
  });

  it('stops without waiting, since nothing is left', () => {
    given(endpoint, ...sleeping, ...stopping('sleeping'))
      .when(observe({ scale: scaledTo(0, 'idle') }))
      .then(moved('stopping', 'stopped'));
  });
});

describe('an endpoint that stops', () => {
  it('says so and begins to drain', () => {
    given(endpoint, ...running)
      .when(stop)
      .then(...stopping('running'));
  });

  it('treats a second stop as agreement', () => {
    given(endpoint, ...running, ...stopping('running'))
      .when(stop)
      .thenNothing();
  });

  it('is not stopped while a replica drains', () => {
    given(endpoint, ...running, ...stopping('running'))
      .when(observe({ scale: scaledTo(0, 'stop'), draining: 1 }))
      .thenNothing();
  });

  it('is not stopped while replicas are still wanted', () => {
    given(endpoint, ...running, ...stopping('running'))
      .when(observe({}))
      .thenNothing();
  });

  it('cannot start before it has stopped', () => {
    given(endpoint, ...running, ...stopping('running'))
      .when(start)
      .thenRefuses('endpoint.action_not_allowed');
  });
});

describe('a stopped endpoint', () => {
  it('treats a stop as agreement', () => {
    given(endpoint, ...stopped)
      .when(stop)
      .thenNothing();
  });

  it('starts again', () => {
    given(endpoint, ...stopped)
      .when(start)
      .then({ type: 'EndpointStartRequested', data: owner }, moved('stopped', 'deploying'));
  });

  it('begins a new attempt with its start: earlier replicas do not count', () => {
    const again: EndpointEvent[] = [
      ...stopped,
      { type: 'EndpointStartRequested', data: owner },
      moved('stopped', 'deploying'),
    ];
    given(endpoint, ...again)
      .when(observe({ attempt: 1, ready: 1 }))
      .thenNothing();
    given(endpoint, ...again)
      .when(observe({ attempt: 2, ready: 1 }))
      .then(moved('deploying', 'running'));
  });
});

describe('deleting an endpoint', () => {
  it('needs its name as confirmation', () => {
    given(endpoint, ...running)
      .when({ ...remove, confirm: 'another' })
      .thenRefuses('endpoint.confirm_mismatch');
  });

  it('is final', () => {
    given(endpoint, ...running)
      .when(remove)
      .then(moved('running', 'deleted'), gone);
    given(endpoint, ...running, moved('running', 'deleted'), gone)
      .when(start)
      .thenRefuses('endpoint.deleted');
  });

  it('is agreement the second time', () => {
    given(endpoint, ...running, moved('running', 'deleted'), gone)
      .when(remove)
      .thenNothing();
  });
});

describe('a failed endpoint', () => {
  it('is started again by its owner, and only by its owner', () => {
    const failed = [...deploying, moved('deploying', 'deploy_failed')];
    given(endpoint, ...failed)
      .when(observe({ ready: 1 }))
      .thenNothing();
    given(endpoint, ...failed)
      .when(start)
      .then({ type: 'EndpointStartRequested', data: owner }, moved('deploy_failed', 'deploying'));
  });
});

const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const spec: EndpointSpec = {
  name: 'chat',
  description: '',
  model: 'tidegate/tiny',
  framework: 'llama.cpp',
  engineArguments: {},
  environment: {},
  cluster: 'local',
  hardware: {
    id: 'cpu-1x',
    gpuModel: null,
    gpuCount: 0,
    gpuThousandths: 1000,
    vcpuMillis: 1000,
    memoryMib: 1024,
  },
  visibility: 'private',
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 1,
    rules: [{ metric: 'concurrency', target: 4 }],
    idleTimeoutSeconds: 300,
    initialCooldownSeconds: 0,
  },
  startupTimeoutSeconds: 600,
  notifyWebhookUrl: null,
};

const request: EndpointCommand = { type: 'RequestEndpoint', ...owner, spec };
const stop = { type: 'StopEndpoint', ...owner } as const;
const start: EndpointCommand = { type: 'StartEndpoint', ...owner };
const remove = { type: 'DeleteEndpoint', ...owner, confirm: spec.name } as const;
const scaledTo = (desired: number, cause: NonNullable<ReplicaFacts['scale']>['cause']) => ({
  desired,
  cause,
  text: `because of ${cause}`,
});
const observe = (facts: Partial<ReplicaFacts>): EndpointCommand => ({
  type: 'ObserveReplicas',
  ...owner,
  facts: {
    attempt: 1,
    scale: scaledTo(1, 'deploy'),
    waiting: 0,
    starting: 0,
    ready: 0,
    draining: 0,
    failure: null,
    ...facts,
  },
});
const failing = (startsFailedInARow: number): NonNullable<ReplicaFacts['failure']> => ({
  cause: 'out_of_gpu_memory',
  exitCode: 1,
  lastLine: 'CUDA says no',
  startsFailedInARow,
  recentCrashes: 0,
});

// Which reason comes with a change of state is looked at where it matters.
const anyReason = expect.objectContaining({
  code: expect.any(String) as unknown as string,
  message: expect.any(String) as unknown as string,
  nextStep: expect.any(String) as unknown as string,
}) as unknown as { code: string; message: string; nextStep: string };
const requested: EndpointEvent = { type: 'EndpointRequested', data: { ...owner, revision: 1, spec } };
const moved = (from: EndpointState, to: EndpointState): EndpointEvent => ({
  type: 'EndpointStateChanged',
  data: { ...owner, from, to, reason: anyReason },
});
const gone: EndpointEvent = { type: 'EndpointDeleted', data: { ...owner, name: spec.name } };
const stopping = (from: EndpointState): EndpointEvent[] => [
  { type: 'EndpointStopRequested', data: { ...owner, reason: anyReason } },
  moved(from, 'stopping'),
];
const deploying = [requested, moved('building', 'deploying')];
const running = [...deploying, moved('deploying', 'running')];
const sleeping = [...running, moved('running', 'sleeping')];
const stopped = [...running, ...stopping('running'), moved('stopping', 'stopped')];

const decide = (past: readonly EndpointEvent[], command: EndpointCommand): readonly EndpointEvent[] =>
  endpoint.decide(past.reduce<Endpoint>(endpoint.evolve, endpoint.initial), command);
const reasonOf = (events: readonly EndpointEvent[]) => {
  const event = events.find(({ type }) => type === 'EndpointStateChanged');
  return event?.type === 'EndpointStateChanged' ? event.data.reason : undefined;
};
