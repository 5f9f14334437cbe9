import { describe, expect, it } from '@jest/globals';
import { SAMPLE } from './arguments.spec-helper.ts';
import { FRAMEWORKS, canLaunch, frameworkOf, gpusOf, metricOf, slotsOf } from './catalogue.ts';
import type { Framework, LaunchPart } from './framework.ts';
import { nearestName } from './nearest.ts';

const argumentOf = (entry: Framework, name: string) =>
  entry.engineArguments.find((known) => known.name === name);
const choicesOf = (entry: Framework, name: string): readonly string[] => {
  const argument = argumentOf(entry, name);
  return argument?.type === 'select' ? argument.choices : [];
};

const flagOf = (part: LaunchPart): string =>
  typeof part === 'string'
    ? part
    : 'flag' in part
      ? part.flag
      : part.from === 'modelLocation'
        ? (part.path ?? '')
        : '';

describe('the catalogue', () => {
  it('finds a framework by its id alone', () => {
    expect(frameworkOf('llama.cpp')?.simulated).toBe(false);
    expect(frameworkOf('engine-double')).toMatchObject({ simulated: true, title: 'Simulated engine' });
    expect(frameworkOf('toString')).toBeNull();
  });

  it.each(FRAMEWORKS)(
    'declares each argument of $id once, apart from those that the platform sets',
    (entry) => {
      const { engineArguments, launch, slots } = entry;
      const names = engineArguments.map(({ name }) => name);
      const flags = engineArguments.map(({ flag }) => flag);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(flags).size).toBe(flags.length);
      const own = [launch.process, launch.container].flatMap((each) => (each?.args ?? []).map(flagOf));
      expect(flags.filter((flag) => own.includes(flag))).toEqual([]);
      if (slots !== null) expect(names).toContain(slots.argument);
    },
  );

  it.each(FRAMEWORKS)(
    'gives every argument and metric of $id a help text, and defaults within their bounds',
    (entry) => {
      for (const argument of entry.engineArguments) {
        expect(argument.help).not.toBe('');
        if ((argument.type === 'integer' || argument.type === 'number') && argument.default !== null) {
          expect(argument.default).toBeGreaterThanOrEqual(argument.min);
          expect(argument.default).toBeLessThanOrEqual(argument.max);
        }
      }
      for (const metric of entry.metrics) expect(metric.help).not.toBe('');
    },
  );

  it('is data: it can be sent as JSON and comes back the same', () => {
    expect(JSON.parse(JSON.stringify(FRAMEWORKS))).toEqual(FRAMEWORKS);
  });

  it('knows which driver can launch what, and whether it has GPUs then', () => {
    const by = (driver: 'process' | 'docker' | 'kubernetes'): string[] =>
      FRAMEWORKS.filter((entry) => canLaunch(entry, driver)).map(({ id }) => id);
    expect(by('process')).toEqual(['llama.cpp', 'engine-double']);
    expect(by('docker')).toEqual([
      'llama.cpp',
      'vllm',
      'sglang',
      'tgi',
      'tei',
      'triton',
      'pytorch',
      'custom',
    ]);
    expect(by('kubernetes')).toEqual(by('docker'));
    const llama = frameworkOf('llama.cpp') ?? SAMPLE;
    expect([gpusOf(llama, 'process'), gpusOf(llama, 'docker'), gpusOf(llama, null)]).toEqual([
      'none',
      'optional',
      'optional',
    ]);
  });

  it.each(FRAMEWORKS)(
    'limits the context of $id by an argument that it has, and knows its cache types',
    (entry) => {
      const { context } = entry;
      const { arguments: names, bytes } = context?.cacheTypes ?? { arguments: [], bytes: {} };
      if (context !== null) expect(argumentOf(entry, context.argument)?.type).toBe('integer');
      for (const name of names)
        expect(choicesOf(entry, name)).toEqual(expect.arrayContaining(Object.keys(bytes)));
    },
  );

  it.each(FRAMEWORKS)('passes quantizations of $id on in words that it knows', (entry) => {
    const { argument = null, choices = [] } = entry.quantization ?? {};
    for (const { passes, bitsPerWeight } of choices) {
      expect(bitsPerWeight).toBeGreaterThan(0);
      if (passes !== null) expect(choicesOf(entry, argument ?? '')).toContain(passes);
    }
    expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
  });

  it.each(FRAMEWORKS)('shares $id among GPUs by an argument that counts', ({ launch, engineArguments }) => {
    const counting = engineArguments.filter(({ type }) => type === 'integer').map(({ name }) => name);
    for (const part of launch.container?.args ?? [])
      if (typeof part !== 'string' && part.from === 'gpuCount') expect(counting).toContain(part.argument);
  });

  it.each(FRAMEWORKS)('switches $id only with switches', ({ warmSleep, engineArguments }) => {
    const switches = engineArguments.filter((known) => known.type === 'switch');
    for (const name of Object.keys(warmSleep?.engineArguments ?? {}))
      expect(switches.map((known) => known.name)).toContain(name);
    for (const known of switches) expect(known.offFlag !== undefined).toBe(known.default);
  });

  it.each(FRAMEWORKS)('has defaults for $id that can be chosen', (entry) => {
    for (const known of entry.engineArguments)
      if (known.type === 'select' && known.default !== null) expect(known.choices).toContain(known.default);
  });

  it.each(FRAMEWORKS)('takes images of $id by a version, never by what is newest', ({ image }) => {
    const references = image === null ? [] : [image.cpu, image.gpu, ...Object.values(image.byGpuModel)];
    for (const reference of references) if (reference !== null) expect(reference).toMatch(/:[^:/]*\d[^:/]*$/);
  });

  it('puts an engine to sleep where the engine can', () => {
    expect(frameworkOf('vllm')?.warmSleep).toMatchObject({
      environment: { VLLM_SERVER_DEV_MODE: '1' },
      sleep: { path: '/sleep', levelParameter: 'level' },
      wake: { path: '/wake_up' },
      asleep: { path: '/is_sleeping' },
    });
  });
});

describe('a metric', () => {
  it('is found by its present and its former name', () => {
    expect(metricOf(SAMPLE, 'a')?.name).toBe('a');
    expect(metricOf(SAMPLE, 'b')?.name).toBe('a');
    expect(metricOf(SAMPLE, 'c')).toBeNull();
  });

  it.each([
    ['vllm', 'vllm:num_requests_running', 'vllm:num_requests_running'],
    ['vllm', 'vllm:num_requests_waiting', 'vllm:num_requests_waiting'],
    ['vllm', 'vllm:num_requests_swapped', 'vllm:num_requests_swapped'],
    ['vllm', 'vllm:gpu_cache_usage_perc', 'vllm:kv_cache_usage_perc'],
    ['vllm', 'vllm:inter_token_latency_seconds', 'vllm:time_per_output_token_seconds'],
    ['vllm', 'vllm:gpu_prefix_cache_hits', 'vllm:prefix_cache_hits_total'],
    ['vllm', 'vllm:cpu_cache_usage_perc', 'vllm:cpu_cache_usage_perc'],
    ['vllm', 'vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds'],
    ['sglang', 'sglang:num_running_reqs', 'sglang:num_running_reqs'],
    ['sglang', 'sglang:num_queue_reqs', 'sglang:num_queue_reqs'],
    ['sglang', 'sglang:num_used_tokens', 'sglang:num_used_tokens'],
    ['sglang', 'sglang:gen_throughput', 'sglang:gen_throughput'],
    ['triton', 'nv_inference_pending_request_count', 'nv_inference_pending_request_count'],
    ['triton', 'nv_inference_request_failure', 'nv_inference_request_failure'],
    ['pytorch', 'GPUUtilization', 'GPUUtilization'],
    ['custom', 'DiskUtilization', 'DiskUtilization'],
    ['llama.cpp', 'llamacpp:requests_deferred', 'llamacpp:requests_deferred'],
    ['tgi', 'tgi_request_count_total', 'tgi_request_count'],
    ['tei', 'te_batch_next_size', 'te_batch_next_size'],
    ['engine-double', 'vllm:gpu_cache_usage_perc', 'vllm:kv_cache_usage_perc'],
  ])('of %s called %s is %s', (id, name, present) => {
    expect(metricOf(frameworkOf(id) ?? SAMPLE, name)?.name).toBe(present);
  });

  it.each(FRAMEWORKS)('of $id has names that no other of it has', ({ metrics }) => {
    const names = metrics.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('of a queue adds up, of a share is the average', () => {
    const gauges = FRAMEWORKS.flatMap(({ metrics }) => metrics).filter(({ kind }) => kind === 'gauge');
    const aggregationsOf = (words: RegExp) => [
      ...new Set(gauges.filter(({ name }) => words.test(name)).map(({ aggregation }) => aggregation)),
    ];
    expect(aggregationsOf(/queue|waiting|running|pending|deferred|processing/)).toEqual(['sum']);
    expect(aggregationsOf(/usage|rate|nv_gpu_utilization|[GC]PUUtilization|MemoryUtilization/)).toEqual([
      'average',
    ]);
  });

  it('means the same wherever it is found', () => {
    const seen = new Map<string, string>();
    for (const { metrics } of FRAMEWORKS)
      for (const { name, kind, aggregation, source } of metrics) {
        const meaning = [kind, aggregation, source].join(' ');
        expect(seen.get(name) ?? meaning).toBe(meaning);
        seen.set(name, meaning);
      }
  });
});

describe('the slots of a replica', () => {
  const llama = frameworkOf('llama.cpp') ?? SAMPLE;

  it('are what the user set, else the default, else without a limit', () => {
    expect(slotsOf(llama, { parallel: 2 })).toBe(2);
    expect(slotsOf(llama, {})).toBe(4);
    expect(slotsOf(SAMPLE, {})).toBeNull();
  });
});

describe('the nearest name', () => {
  const known = ['ctxSize', 'parallel', 'threads'];

  it.each([
    ['--ctx-size', 'ctxSize'],
    ['CTX_SIZE', 'ctxSize'],
    ['paralel', 'parallel'],
    ['thread', 'threads'],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('is none when nothing is close, or nothing is known', () => {
    expect(nearestName('temperature', known)).toBeNull();
    expect(nearestName('', known)).toBeNull();
    expect(nearestName('a', [])).toBeNull();
    expect(nearestName('x'.repeat(1_000_000), known)).toBeNull();
  });
});
