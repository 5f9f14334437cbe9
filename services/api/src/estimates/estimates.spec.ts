import { describe, expect, it } from '@jest/globals';
import { ANYWHERE, type EndpointSpec, type ScalingSchedule } from '@tidegate/contracts';
import { canLaunch, frameworkOf } from '@tidegate/frameworks';
import { endpointSpec } from '@tidegate/testing';
import { sizing } from '../configuration/wish.spec-helper.ts';
import { fitWarnings } from './fit.ts';
import { type Room, STARTED_ANYWHERE, notChecked, poolWarnings, roomAskOf, suspectsIn } from './pool.ts';
import { priceOf, rateAt } from './price.ts';
import { scalingWarnings } from './scaling.ts';

const room = (more: Partial<Room> = {}): Room => ({
  now: 0,
  ever: 0,
  nodes: 2,
  obstacle: null,
  candidates: [],
  ...more,
});
const hours = (bounds: Partial<ScalingSchedule>): ScalingSchedule => ({
  cron: '0 8 * * *',
  timeZone: 'UTC',
  durationSeconds: 3600,
  minReplicas: null,
  maxReplicas: null,
  ...bounds,
});
const five = endpointSpec({ scaling: { maxReplicas: 5 } });
const warned = (given: Partial<Room>, culprit: string | null = null, spec: EndpointSpec = five) =>
  poolWarnings(spec, roomAskOf('proj-0123456789ab', spec), room(given), culprit);

describe('the question about room', () => {
  it('is for as many as there may be, and never for none or too many', () => {
    const replicas = (spec: EndpointSpec) => roomAskOf('proj-0123456789ab', spec).replicas;
    expect(replicas(five)).toBe(5);
    expect(replicas(endpointSpec({ scaling: { mode: 'manual', minReplicas: 3, maxReplicas: 9 } }))).toBe(3);
    expect(replicas(endpointSpec({ scaling: { mode: 'manual', minReplicas: 0 } }))).toBe(1);
    expect(replicas(endpointSpec({ scaling: { maxReplicas: 1000 } }))).toBe(64);
    const schedules = [hours({ maxReplicas: 7 }), hours({ minReplicas: 6, maxReplicas: null })];
    expect(replicas(endpointSpec({ scaling: { maxReplicas: 6, schedules } }))).toBe(7);
    expect(replicas(endpointSpec({ scaling: { mode: 'manual', minReplicas: 3, schedules } }))).toBe(6);
  });

  it('is asked again without each demand that could be in the way', () => {
    const suspects = (spec: EndpointSpec) => suspectsIn(roomAskOf('proj-0123456789ab', spec));
    expect(suspects(five).map(({ culprit }) => culprit)).toEqual(['/framework']);
    const image = { reference: 'r:1', command: null, credentials: null };
    const placement = { ...ANYWHERE, nodeLabels: { a: 'b' }, zones: ['x'], spread: 'nodes' } as const;
    const picky = endpointSpec({ image, diskMib: 7, placement: { ...placement, zones: ['x'] } });
    expect(
      suspects(picky).map(({ culprit, ask }) => [culprit, ask.image, ask.placement, ask.diskMib]),
    ).toEqual([
      ['/image', null, picky.placement, 7],
      ['/placement/nodeLabels', image, { ...picky.placement, nodeLabels: {} }, 7],
      ['/placement/zones', image, { ...picky.placement, zones: null }, 7],
      ['/placement/spread', image, { ...picky.placement, spread: 'prefer' }, 7],
      ['/diskMib', image, picky.placement, null],
    ]);
    const gpus = { ...five.hardware, gpuModel: 'h100', gpuCount: 1 };
    expect(suspects(endpointSpec({ hardware: gpus })).at(-1)).toMatchObject({
      culprit: 'quota',
      ask: { projectId: null },
    });
    const anywhere = frameworkOf(STARTED_ANYWHERE.framework)!;
    expect(
      (['process', 'docker', 'kubernetes'] as const).every((driver) => canLaunch(anywhere, driver)),
    ).toBe(true);
  });
});

describe('a pool', () => {
  it('that could hold all of it is no reason to warn', () => {
    expect(warned({ ever: 5 })).toEqual([]);
    expect(warned({ ever: 64 }, null, endpointSpec({ scaling: { maxReplicas: 1000 } }))).toEqual([]);
  });

  it('without a node is the cluster’s fault', () => {
    expect(warned({ nodes: 0 }).map(({ pointer }) => pointer)).toEqual(['/cluster']);
  });

  it('that holds none of it has said of it what is missing, and on how many nodes', () => {
    const [warning] = warned({ obstacle: '2 of 2 nodes have no GPU.' });
    expect(warning).toEqual({
      pointer: '/hardware',
      message: expect.stringContaining(
        'none of the 2 nodes of local can take it on cpu-1x (2 of 2 nodes have no GPU):',
      ),
    });
    expect(warned({ nodes: 1 }, '/placement/zones')).toMatchObject([
      { pointer: '/placement/zones', message: expect.stringContaining('none of the one node of local') },
    ]);
  });

  it('whose nodes start no containers may get one that does', () => {
    const image = { reference: 'r:1', command: null, credentials: null };
    expect(warned({}, '/image', endpointSpec({ image }))).toMatchObject([
      {
        pointer: '/image',
        message: expect.stringMatching(/2 nodes of local starts containers.*docker or kubernetes/),
      },
    ]);
    expect(warned({}, '/framework', endpointSpec({ framework: 'vllm' }))).toMatchObject([
      { pointer: '/framework', message: expect.stringContaining('which vllm needs') },
    ]);
    expect(warned({}, '/framework', endpointSpec({ framework: 'engine-double' }))).toMatchObject([
      { pointer: '/framework', message: expect.stringContaining('joins whose driver is process;') },
    ]);
  });

  it('that holds some of it is no place to grow in', () => {
    const obstacle = 'each has room for 2';
    expect(warned({ ever: 4, obstacle })).toMatchObject([
      {
        pointer: '/scaling/maxReplicas',
        message: expect.stringMatching(/at most 4 of 5 .*\(each has room for 2\)/),
      },
    ]);
    const manual = endpointSpec({ scaling: { mode: 'manual', minReplicas: 5 } });
    expect(warned({ ever: 4 }, null, manual).map(({ pointer }) => pointer)).toEqual(['/scaling/minReplicas']);
    const atNoon = endpointSpec({ scaling: { schedules: [hours({ maxReplicas: 9 })] } });
    expect(warned({ ever: 4 }, null, atNoon)[0]?.pointer).toBe('/scaling/schedules/0/maxReplicas');
    expect(warned({ ever: 4 }, '/diskMib').map(({ pointer }) => pointer)).toEqual(['/diskMib']);
  });

  it('that a project may not hold more of says so', () => {
    expect(warned({ ever: 2, obstacle: 'The quota of the project is 2 GPUs.' }, 'quota')).toMatchObject([
      {
        pointer: '/scaling/maxReplicas',
        message: expect.stringMatching(/at most 2 of 5 .*quota of the project is 2/),
      },
    ]);
  });

  it('with fewer nodes than replicas that never share one is too small for them', () => {
    const apart = (maxReplicas: number) =>
      endpointSpec({ placement: { ...ANYWHERE, spread: 'nodes' }, scaling: { maxReplicas } });
    expect(warned({ ever: 2 }, '/placement/spread', apart(3))).toMatchObject([
      { pointer: '/placement/spread', message: expect.stringContaining('local has 2 nodes') },
    ]);
    expect(warned({ ever: 2 }, null, apart(2))).toEqual([]);
  });

  it('that nobody knows is said to be unknown', () => {
    expect(notChecked(five)).toMatchObject({
      pointer: '/cluster',
      message: expect.stringContaining('could not be checked'),
    });
  });
});

describe('the fit of a model', () => {
  it('is told when it is too tight, and how it is known', () => {
    const spec = endpointSpec();
    expect(fitWarnings(spec, null)).toEqual([]);
    expect(fitWarnings(spec, sizing('cpu-1x'))).toEqual([]);
    const unsure = sizing(null, { warnings: [{ code: 'hub_unreachable', message: 'by its name' }] });
    expect(fitWarnings(spec, unsure).map(({ message }) => message)).toEqual([
      'cpu-1x: Does not fit: too small.',
      'by its name',
    ]);
    expect(fitWarnings(spec, { ...unsure, source: 'unknown' })).toEqual([]);
  });
});

describe('a price', () => {
  const rate = (effectiveFrom: string, priceNanoUsdPerHour: string, sku = 'cpu-1x') => ({
    sku,
    priceNanoUsdPerHour,
    effectiveFrom,
  });

  it('is that of the last rate in force', () => {
    const rates = [
      rate('2030-02-01T00:00:00Z', '3'),
      rate('2030-01-01T00:00:00Z', '1'),
      rate('2030-03-01T00:00:00Z', '9'),
    ];
    expect(rateAt(rates, 'cpu-1x', '2030-02-15T00:00:00Z')).toBe(3n);
    expect(rateAt(rates, 'cpu-1x', '2029-01-01T00:00:00Z')).toBeNull();
    expect(rateAt(rates, 'h100-1x', '2030-02-15T00:00:00Z')).toBeNull();
  });

  it('is told at its least, now and at its most', () => {
    const spec = endpointSpec({ scaling: { minReplicas: 1, maxReplicas: 5 } });
    expect(priceOf(spec, 3_600_000_000n, 2)).toEqual({
      hardwareId: 'cpu-1x',
      perReplicaNanoUsdPerHour: '3600000000',
      atMinNanoUsdPerHour: '3600000000',
      nowNanoUsdPerHour: '7200000000',
      atMaxNanoUsdPerHour: '18000000000',
    });
  });

  it('knows of the hours in which it is larger or smaller', () => {
    const schedules = [hours({ maxReplicas: 7 }), hours({ minReplicas: 0, maxReplicas: 1 })];
    const priced = (mode: 'automatic' | 'manual') =>
      priceOf(endpointSpec({ scaling: { mode, minReplicas: 1, maxReplicas: 5, schedules } }), 1n, 2);
    expect(priced('automatic')).toMatchObject({ atMinNanoUsdPerHour: '0', atMaxNanoUsdPerHour: '7' });
    expect(priced('manual')).toMatchObject({ atMinNanoUsdPerHour: '0', atMaxNanoUsdPerHour: '1' });
  });
});

describe('what its owner asks of how it scales and sleeps', () => {
  const image = { reference: 'ghcr.io/acme/server:1', command: null, credentials: null };

  it('is said to be done otherwise where it cannot be done', () => {
    const own = endpointSpec({ framework: 'custom', image, sleepMode: 'warm' });
    expect(scalingWarnings(own)).toEqual([
      { pointer: '/sleepMode', message: expect.stringMatching(/driver is kubernetes, .* sleeps cold$/) },
    ]);
    const rules = [
      { metric: 'concurrency', target: 1 },
      { metric: 'GPUUtilization', target: 80 },
    ];
    expect(scalingWarnings(endpointSpec({ scaling: { rules } }))).toEqual([
      { pointer: '/scaling/rules/1/metric', message: expect.stringContaining('cpu-1x has no GPU') },
    ]);
  });

  it('is not spoken of where it is done, or not asked for', () => {
    expect(scalingWarnings(five)).toEqual([]);
    expect(scalingWarnings(endpointSpec({ framework: 'custom', image }))).toEqual([]);
    const hardware = { ...five.hardware, gpuModel: 'h100', gpuCount: 1 };
    const rules = [{ metric: 'GPUUtilization', target: 80 }];
    expect(
      scalingWarnings(endpointSpec({ framework: 'vllm', hardware, sleepMode: 'warm', scaling: { rules } })),
    ).toEqual([]);
  });
});
