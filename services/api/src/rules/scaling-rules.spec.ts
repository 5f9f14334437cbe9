import { describe, expect, it } from '@jest/globals';
import { endpointSpec } from '@tidegate/testing';
import type { Judged } from '../configuration/endpoint-wish.ts';
import type { Facts } from '../configuration/facts.ts';
import { facts } from '../configuration/wish.spec-helper.ts';
import { gpusOf, scalingProblems } from './scaling-rules.ts';

const tiny = { name: 'chat', model: 'tidegate/tiny' };
const vllm = { name: 'chat', model: 'a/b', framework: 'vllm', hardware: 'h100-1x' };
const problems = (more: Judged, given: Partial<Facts> = {}) =>
  scalingProblems({ ...tiny, ...more }, facts(given));
const pointers = (more: Judged, given: Partial<Facts> = {}) =>
  problems(more, given).map(({ pointer }) => pointer);
const words = (more: Judged) => problems(more).map(({ message }) => message);

const ruled = (...metrics: unknown[]): Judged => ({
  scaling: { rules: metrics.map((metric) => ({ metric, target: 1 })) },
});
const image = { reference: 'ghcr.io/acme/server:1' };

describe('a rule’s metric', () => {
  it('may be the platform’s own, its engine’s under any name, or one that is measured around it', () => {
    expect(pointers(ruled('concurrency', 'requestsPerSecond', 'llamacpp:requests_deferred'))).toEqual([]);
    expect(pointers({ ...vllm, ...ruled('vllm:gpu_cache_usage_perc', 'vllm:prompt_tokens') })).toEqual([]);
    expect(pointers(ruled('CPUUtilization', 'MemoryUtilization'))).toEqual([]);
    expect(pointers({ ...vllm, ...ruled('GPUUtilization') })).toEqual([]);
  });

  it('is no histogram, whose image it may be', () => {
    const histogram = ruled('vllm:e2e_request_latency_seconds');
    expect(words({ ...vllm, ...histogram })).toEqual([
      'is a histogram, and no single number: choose concurrency or requestsPerSecond, or a gauge or counter of GET /v1/frameworks',
    ]);
    expect(pointers({ ...vllm, image, ...histogram })).toEqual(['/scaling/rules/0/metric']);
  });

  it('is none that its engine does not have: the nearest are named', () => {
    expect(words({ ...vllm, ...ruled('vllm:num_request_waiting') })).toEqual([
      expect.stringMatching(
        /^is no metric of vLLM: choose vllm:num_requests_waiting or .*GET \/v1\/frameworks$/,
      ),
    ]);
    expect(words(ruled('concurency'))).toEqual([expect.stringContaining('choose concurrency')]);
    expect(words(ruled('vllm:num_requests_waiting'))).toEqual([
      expect.stringMatching(/^is no metric of llama/),
    ]);
    expect(words(ruled('moon'))).toEqual([expect.stringContaining('choose concurrency, requestsPerSecond')]);
  });

  it('may have any name where the image is its owner’s', () => {
    const own = { framework: 'custom', image, ...ruled('queue_depth', 'acme:batches_total') };
    expect(pointers(own)).toEqual([]);
    expect(pointers({ ...vllm, image, ...ruled('queue_depth') })).toEqual([]);
    expect(pointers({ ...own, ...ruled('queue depth', '9lives', '') })).toEqual([
      '/scaling/rules/0/metric',
      '/scaling/rules/1/metric',
      '/scaling/rules/2/metric',
    ]);
  });

  it('is not judged where nobody knows the engine, but for its letters', () => {
    expect(pointers({ framework: 'nonsense', ...ruled('moon') })).toEqual([]);
    expect(pointers({ framework: 'nonsense', ...ruled('7 moons') })).toEqual(['/scaling/rules/0/metric']);
  });

  it('is there once, by whatever name', () => {
    expect(words(ruled('concurrency', 'concurrency'))).toEqual([
      'is that of /scaling/rules/0 too: keep one of the two',
    ]);
    const twice = ruled('vllm:kv_cache_usage_perc', 'concurrency', 'vllm:gpu_cache_usage_perc');
    expect(problems({ ...vllm, ...twice })).toEqual([
      {
        pointer: '/scaling/rules/2/metric',
        message: 'means the same as vllm:kv_cache_usage_perc of /scaling/rules/0: keep one of the two',
      },
    ]);
  });

  it('may be there when the count is set by hand', () => {
    const scaling = { mode: 'manual', rules: [{ metric: 'requestsPerSecond', target: 2 }] };
    expect(pointers({ scaling })).toEqual([]);
  });

  it('is no concern of this rule when its shape is wrong', () => {
    for (const rules of [7, [null], [[]], [{}], [{ metric: 7 }]])
      expect(pointers({ scaling: { rules } })).toEqual([]);
  });
});

const hours = (...schedules: object[]) => ({
  schedules: schedules.map((schedule) => ({ cron: '0 8 * * 1-5', durationSeconds: 3600, ...schedule })),
});

describe('a schedule', () => {
  it('begins at times that come', () => {
    expect(pointers({ scaling: hours({ cron: '*/5 8-18 * * MON-FRI' }, { cron: '0 0 29 2 *' }) })).toEqual(
      [],
    );
    const wrong = hours(
      { cron: '0 0 8 * * *' },
      { cron: '@daily' },
      { cron: '0 25 * * *' },
      { cron: '0 0 31 2 *' },
    );
    expect(problems({ scaling: wrong })).toEqual([
      { pointer: '/scaling/schedules/0/cron', message: expect.stringContaining('five fields') },
      { pointer: '/scaling/schedules/1/cron', message: expect.stringContaining('five fields') },
      { pointer: '/scaling/schedules/2/cron', message: expect.stringContaining('hour') },
      { pointer: '/scaling/schedules/3/cron', message: expect.stringContaining('no time within 10 years') },
    ]);
  });

  it('goes by a clock that there is', () => {
    expect(pointers({ scaling: hours({ timeZone: 'Europe/Rome' }, { timeZone: 'UTC' }, {}) })).toEqual([]);
    const wrong = hours({ timeZone: 'Mars/Base' }, { timeZone: '+02:00' }, { timeZone: '' });
    expect(pointers({ scaling: wrong })).toEqual([0, 1, 2].map((n) => `/scaling/schedules/${n}/timeZone`));
  });

  it('has its least below its most, with the endpoint’s own for what it leaves out', () => {
    const own = { minReplicas: 2, maxReplicas: 3 };
    const judged = (schedule: object) => problems({ scaling: { ...own, ...hours(schedule) } });
    expect(judged({})).toEqual([]);
    expect(judged({ minReplicas: 3, maxReplicas: null })).toEqual([]);
    expect(judged({ minReplicas: 4, maxReplicas: 5 })).toEqual([]);
    expect(judged({ minReplicas: 4 })).toEqual([
      {
        pointer: '/scaling/schedules/0/minReplicas',
        message: expect.stringContaining('give a maxReplicas here'),
      },
    ]);
    expect(judged({ maxReplicas: 1 })).toEqual([
      {
        pointer: '/scaling/schedules/0/maxReplicas',
        message: expect.stringContaining('give a minReplicas here'),
      },
    ]);
    expect(judged({ minReplicas: 2, maxReplicas: 1 })).toEqual([
      {
        pointer: '/scaling/schedules/0/minReplicas',
        message: 'must not be greater than maxReplicas, which is 1',
      },
    ]);
  });

  it('stays within the quota, and keeps what it has', () => {
    const scaling = hours({ maxReplicas: 6 }, { minReplicas: 7, maxReplicas: 8 });
    expect(pointers({ scaling })).toEqual([
      '/scaling/schedules/0/maxReplicas',
      '/scaling/schedules/1/minReplicas',
      '/scaling/schedules/1/maxReplicas',
    ]);
    const kept = {
      cron: '0 8 * * *',
      timeZone: 'UTC',
      durationSeconds: 60,
      minReplicas: null,
      maxReplicas: 8,
    };
    const base = endpointSpec({ name: 'chat', scaling: { schedules: [kept] } });
    expect(pointers({ scaling }, { base })).toEqual([]);
  });

  it('takes GPUs as it does at its largest', () => {
    const large = { framework: 'engine-double', hardware: 'h100-4x', scaling: hours({ maxReplicas: 3 }) };
    const left = (gpusLeft: number) => ({ quota: { ...facts().quota, gpusLeft } });
    expect(pointers(large, left(12))).toEqual([]);
    expect(pointers(large, left(8))).toEqual(['/scaling/schedules/0/maxReplicas']);
    const hardware = { gpuCount: 4, gpuThousandths: 500 };
    const schedules = [
      { minReplicas: null, maxReplicas: 3 },
      { minReplicas: 1, maxReplicas: null },
    ];
    expect(gpusOf({ hardware, scaling: { minReplicas: 0, maxReplicas: 2, schedules } })).toBe(6);
    expect(gpusOf({ hardware, scaling: { minReplicas: 0, maxReplicas: 5, schedules } })).toBe(10);
  });

  it('is no concern of this rule when its shape is wrong', () => {
    for (const schedules of [7, {}, [null], [[]], [{ cron: 7, timeZone: [], minReplicas: '1' }]])
      expect(pointers({ scaling: { schedules } })).toEqual([]);
  });
});

describe('warm sleep', () => {
  it('is taken wherever one node could do it', () => {
    for (const wish of [tiny, vllm, { ...vllm, image: { ...image, command: ['serve'] } }])
      expect(pointers({ ...wish, sleepMode: 'warm' })).toEqual([]);
    expect(pointers({ framework: 'custom', image, sleepMode: 'warm' })).toEqual([]);
  });

  it('is refused where none can', () => {
    const double = { framework: 'engine-double', sleepMode: 'warm' };
    expect(problems({ ...double, image })).toEqual([
      {
        pointer: '/sleepMode',
        message: expect.stringMatching(/^cannot be warm: .* from an image\. Choose cold$/),
      },
    ]);
    expect(pointers(double)).toEqual([]);
  });

  it('is no concern of what sleeps cold, or of a framework that nobody knows', () => {
    expect(pointers({ framework: 'engine-double', image, sleepMode: 'cold' })).toEqual([]);
    expect(pointers({ framework: 'nonsense', sleepMode: 'warm' })).toEqual([]);
  });
});
