import { describe, expect, it } from '@jest/globals';
import { ANYWHERE, EndpointSpec } from '@tidegate/contracts';
import { FRAMEWORKS, HARDWARE } from '@tidegate/frameworks';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { specOf, wishProblems } from './endpoint-spec.ts';
import type { EndpointWish, Judged } from './endpoint-wish.ts';
import type { Facts } from './facts.ts';
import { facts, sizing } from './wish.spec-helper.ts';

const wish: EndpointWish = { name: 'chat', model: 'tidegate/tiny' };
const pointers = (more: Judged, given: Partial<Facts> = {}): string[] =>
  wishProblems({ ...wish, ...more }, facts(given)).map(({ pointer }) => pointer);
const whole = (more: Partial<EndpointWish> = {}, given: Partial<Facts> = {}) =>
  specOf({ ...wish, ...more }, facts(given)) as EndpointSpec;

const fitOn = (id: string) => sizing(id).hardware[0]!;

describe('a wish that says little', () => {
  it('becomes a whole spec', () => {
    expect(pointers({})).toEqual([]);
    expect(EndpointSpec.safeParse(whole()).success).toBe(true);
    expect(whole()).toMatchObject({
      framework: 'llama.cpp',
      modelSource: { kind: 'folder' },
      hardware: { id: 'cpu-1x' },
      scaling: { minReplicas: 0, maxReplicas: 1 },
      commitment: { kind: 'on-demand' },
    });
  });

  it('means the same as one that says null', () => {
    const nulls = {
      framework: null,
      scaling: { rules: null, minReplicas: null },
      environment: null,
      hardware: null,
      async: null,
      commitment: null,
      customDomains: null,
    };
    expect(whole(nulls)).toEqual(whole());
    const inside = {
      environment: { A: null },
      tags: { a: null },
      engineArguments: { ctxSize: null },
      secrets: { B: null },
    };
    expect(pointers(inside)).toEqual([]);
    expect(whole(inside as never)).toEqual(whole());
  });

  it('has schedules by the clock of UTC, with its own bounds, unless they say others', () => {
    const schedules = [{ cron: '0 8 * * *', durationSeconds: 3600, minReplicas: null }];
    expect(whole({ scaling: { schedules } }).scaling.schedules).toEqual([
      { cron: '0 8 * * *', timeZone: 'UTC', durationSeconds: 3600, minReplicas: null, maxReplicas: null },
    ]);
  });

  it('gets its framework from the model, or is asked for it', () => {
    expect(whole({ model: 'someone/some-GGUF' }).framework).toBe('llama.cpp');
    expect(pointers({ model: 'someone/else' })).toEqual(['/framework']);
  });

  it('says a model, or an image that brings one', () => {
    expect(pointers({ model: null })).toContain('/model');
    const image = { reference: 'ghcr.io/acme/echo:1' };
    expect(pointers({ model: null, image })).not.toContain('/model');
    expect(whole({ model: null, image }).model).toBe('acme/echo');
  });
});

describe('a wish that cannot be', () => {
  it('names hardware and frameworks that exist', () => {
    expect(pointers({ hardware: 'abacus', framework: 'nonsense' })).toEqual(['/framework', '/hardware']);
  });

  it('has hardware that its framework runs on', () => {
    const vllm = { model: 'a/b', framework: 'vllm' };
    expect(pointers({ ...vllm, hardware: 'cpu-1x' })).toEqual(['/hardware']);
    expect(pointers({ ...vllm, hardware: 'h100-1x' })).toEqual([]);
    // Nobody sized it: then its owner must say.
    expect(pointers(vllm)).toEqual(['/hardware']);
  });

  it('has an image where its framework has none of its own, and only where it runs in containers', () => {
    expect(pointers({ framework: 'custom' })).toEqual(['/image']);
    const image = { reference: 'ghcr.io/acme/echo:1' };
    expect(pointers({ framework: 'custom', image })).toEqual([]);
    expect(pointers({ framework: 'engine-double', image })).toEqual(['/image']);
    expect(pointers({ image: { reference: 'Ghcr.io/ACME/echo' } })).toEqual(['/image/reference']);
  });

  it('has a quantization that its framework knows', () => {
    const vllm = { model: 'a/b', framework: 'vllm', hardware: 'h100-1x' };
    expect(pointers({ ...vllm, quantization: 'awq' })).toEqual([]);
    expect(pointers({ ...vllm, quantization: 'moon' })).toEqual(['/quantization']);
  });

  it('serves a task that its framework has', () => {
    expect(pointers({ task: 'text-generation' })).toEqual([]);
    expect(pointers({ task: 'dream-reading' })).toEqual(['/task']);
  });

  it('stays within the quota, and its least below its most', () => {
    expect(pointers({ scaling: { minReplicas: 6, maxReplicas: 7 } })).toEqual([
      '/scaling/minReplicas',
      '/scaling/maxReplicas',
    ]);
    expect(pointers({ scaling: { minReplicas: 2 } })).toEqual(['/scaling/minReplicas']);
    expect(pointers({ scaling: { minReplicas: 2, maxReplicas: 2 } })).toEqual([]);
  });

  it('takes no more GPUs than the project has left, and keeps what it has', () => {
    const gpus = { framework: 'engine-double', hardware: 'h100-4x', scaling: { maxReplicas: 2 } };
    const full = { quota: { ...facts().quota, gpusLeft: 4 } };
    expect(pointers(gpus, full)).toEqual(['/scaling/maxReplicas']);
    const base = endpointSpec(whole(gpus));
    expect(pointers({ ...gpus, description: 'the same size' }, { ...full, base })).toEqual([]);
  });

  it('has arguments that its framework knows', () => {
    expect(pointers({ engineArguments: { ctxSize: 'x', moon: 1 } })).toEqual([
      '/engineArguments/ctxSize',
      '/engineArguments/moon',
    ]);
  });

  it('leaves the platform’s own variables alone, and has not too many', () => {
    expect(pointers({ environment: { PATH: '/tmp', OWN: 'x' } })).toEqual(['/environment/PATH']);
    expect(pointers({ secrets: { LD_PRELOAD: 'x', 'NOT A NAME': 'x', EMPTY: '' } })).toEqual([
      '/secrets/LD_PRELOAD',
      '/secrets/NOT A NAME',
      '/secrets/EMPTY',
    ]);
    const many = Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`V${String(n)}`, '']));
    expect(pointers({ environment: many })).toEqual(['/environment']);
  });

  it('has one value for one variable', () => {
    expect(pointers({ environment: { KEY: 'x' }, secrets: { KEY: 'y' } })).toEqual(['/secrets/KEY']);
    const kept = { secrets: { KEY: 'sec-0123456789ab' }, credentials: null };
    expect(pointers({ environment: { KEY: 'x' } }, { kept })).toEqual(['/secrets/KEY']);
    expect(pointers({ environment: { KEY: 'x' }, secrets: { KEY: null } })).toEqual([]);
  });

  it('does not hand the credentials of one registry to another', () => {
    const credentials = 'sec-0123456789ab';
    const image = { reference: 'one.example.com/a/b:1', command: null, credentials };
    const base = endpointSpec({ name: 'chat', framework: 'custom', image });
    const kept = { secrets: {}, credentials };
    const moved = { framework: 'custom', image: { reference: 'two.example.com/a/b:1' } };
    expect(pointers(moved, { base, kept })).toContain('/image/credentials');
    expect(pointers(moved, { base })).not.toContain('/image/credentials');
    const updated = { ...moved, image: { reference: 'one.example.com/a/b:2' } };
    expect(pointers(updated, { base, kept })).not.toContain('/image/credentials');
  });

  it('has a source of its own kind', () => {
    const source = (modelSource: object) => pointers({ modelSource });
    expect(source({ kind: 'folder', url: 's3://models/tiny' })).toEqual(['/modelSource/url']);
    expect(source({ kind: 'folder', revision: 'main' })).toEqual(['/modelSource/revision']);
    expect(source({ kind: 'hub', revision: '../etc' })).toEqual(['/modelSource/revision']);
    expect(source({ kind: 'hub', revision: 'refs/pr/1' })).toEqual([]);
    expect(source({ kind: 'image' })).toEqual(['/modelSource/kind']);
  });

  it('cannot have its model in object storage, which nothing fetches from', () => {
    const modelSource = { kind: 'bucket', url: 's3://models/tiny' } as const;
    expect(wishProblems({ ...wish, modelSource }, facts())).toEqual([
      { pointer: '/modelSource/kind', message: expect.stringMatching(/hub.*folder.*image/) },
    ]);
  });

  it('names one host for each domain', () => {
    const domains = [
      'models.example.com',
      '10.0.0.1',
      '*.example.com',
      'localhost',
      'a..b',
      'x.com/y',
      'Models.Example.com',
    ];
    expect(pointers({ customDomains: domains })).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `/customDomains/${String(n)}`),
    );
    expect(whole({ customDomains: ['Models.Example.com'] }).customDomains).toEqual(['models.example.com']);
  });

  it('names security groups of its project, each once', () => {
    const known = 'sgrp-0123456789ab';
    expect(pointers({ securityGroups: [known, 'sgrp-ffffffffffff', known] })).toEqual([
      '/securityGroups/1',
      '/securityGroups/2',
    ]);
  });

  it('calls paths asynchronously, and keeps results where they are', () => {
    expect(
      pointers({
        async: { routes: ['/v1/x', 'v1/y', 'GET /z', '/a/../b', '/v1/x'], target: '../results' },
      }),
    ).toEqual(['/async/routes/1', '/async/routes/2', '/async/routes/3', '/async/routes/4', '/async/target']);
    for (const target of ['s3://results/chat', 'results/chat'])
      expect(pointers({ async: { routes: ['/v1/x'], target } })).toEqual([]);
    for (const target of ['/etc', 'a/../b', 's3://', 'https://example.com/x'])
      expect(pointers({ async: { routes: ['/v1/x'], target } })).toEqual(['/async/target']);
    expect(whole({ async: { routes: ['/v1/x'] } }).async).toEqual({
      routes: ['/v1/x'],
      target: null,
      resultTtlSeconds: 86_400,
      maxAttempts: 6,
      timeToLiveSeconds: 86_400,
      webhookUrl: null,
    });
  });

  it('gives no part of a request longer than the whole', () => {
    expect(pointers({ requestTimeouts: { firstByteSeconds: 60, idleSeconds: 5, totalSeconds: 30 } })).toEqual(
      ['/requestTimeouts/firstByteSeconds'],
    );
  });

  it('has paths that are paths', () => {
    expect(pointers({ healthPath: 'health', mountPath: '/proc/1' })).toEqual(['/mountPath', '/healthPath']);
    expect(pointers({ healthPath: '/health', mountPath: '/data' })).toEqual([]);
  });

  it('is placed by labels, taints and zones that nodes can have', () => {
    const placement = {
      nodeLabels: { 'gpu.nvlink': 'true', 'no name': 'x', size: 7, gone: null },
      tolerations: ['spot', '-x', 'spot'],
      zones: ['a', 'b c'],
    };
    expect(pointers({ placement })).toEqual([
      '/placement/nodeLabels/no name',
      '/placement/nodeLabels/size',
      '/placement/tolerations/1',
      '/placement/tolerations/2',
      '/placement/zones/1',
    ]);
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`l${String(n)}`, '']));
    expect(pointers({ placement: { nodeLabels: many } })).toEqual(['/placement/nodeLabels']);
    const good = { nodeLabels: { gpu: '' }, tolerations: ['spot'], zones: ['a'], gang: true };
    expect(pointers({ placement: good })).toEqual([]);
    expect(whole({ placement: { ...good, nodeLabels: { gpu: '', gone: null } } }).placement).toEqual({
      ...ANYWHERE,
      ...good,
    });
  });

  it('has no priority above that of its project, and keeps the one it has', () => {
    const priority = (value: number | null) => ({ placement: { priority: value } });
    expect(pointers(priority(51))).toEqual(['/placement/priority']);
    expect(pointers(priority(50))).toEqual([]);
    expect(pointers({ ...priority(50), framework: 'engine-double', hardware: 'h100-1x-spot' })).toEqual([]);
    const poor = { quota: { ...facts().quota, priority: 20 } };
    expect(pointers({}, poor)).toEqual([]);
    expect(whole({}, poor).placement.priority).toBe(20);
    expect(pointers(priority(21), poor)).toEqual(['/placement/priority']);
    const base = endpointSpec(whole(priority(40)));
    expect(pointers(priority(40), { ...poor, base })).toEqual([]);
    expect(pointers(priority(41), { ...poor, base })).toEqual(['/placement/priority']);
    expect(whole({}, { quota: { ...poor.quota, priority: 80 }, base }).placement.priority).toBe(50);
  });

  it('has tags that can be looked for', () => {
    expect(pointers({ tags: { team: 'search', 'bad name': 'x', size: 7 } })).toEqual([
      '/tags/bad name',
      '/tags/size',
    ]);
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`t${String(n)}`, '']));
    expect(pointers({ tags: many })).toEqual(['/tags']);
  });

  it('is reserved until a time to come, and not given back before', () => {
    const reserved = (until: string | null) => ({ kind: 'reserved', until }) as const;
    expect(pointers({ commitment: reserved('2029-12-31T00:00:00Z') })).toEqual(['/commitment/until']);
    expect(pointers({ commitment: reserved('2050-01-01T00:00:00Z') })).toEqual(['/commitment/until']);
    expect(pointers({ commitment: reserved(null) })).toEqual(['/commitment/until']);
    expect(pointers({ commitment: { kind: 'on-demand', until: '2030-02-01T00:00:00Z' } })).toEqual([
      '/commitment/until',
    ]);
    const base = endpointSpec({
      name: 'chat',
      commitment: { kind: 'reserved', until: '2030-06-01T00:00:00.000Z' },
    });
    expect(pointers({ commitment: reserved('2030-05-01T00:00:00Z') }, { base })).toEqual([
      '/commitment/until',
    ]);
    expect(pointers({ commitment: null }, { base })).toEqual(['/commitment']);
    expect(pointers({ commitment: reserved('2030-07-01T00:00:00+02:00') }, { base })).toEqual([]);
  });

  it('tells of itself at an http or https URL without a password', () => {
    expect(pointers({ notifyWebhookUrl: 'https://example.com/hook' })).toEqual([]);
    expect(pointers({ notifyWebhookUrl: 'ftp://example.com' })).toEqual(['/notifyWebhookUrl']);
    expect(pointers({ notifyWebhookUrl: 'https://me:secret@example.com' })).toEqual(['/notifyWebhookUrl']);
  });

  it('keeps its name and cluster for life', () => {
    const base = endpointSpec({ name: 'other', cluster: 'west' });
    expect(pointers({}, { base })).toEqual(['/name', '/cluster']);
  });
});

describe('hardware that was left out', () => {
  const vllm = { model: 'a/b', framework: 'vllm' };

  it('is what sizing says, with what the engine must be told on it', () => {
    const found = sizing('t4-1x', { recommended: { ...fitOn('t4-1x'), engineArguments: { dtype: 'half' } } });
    expect(whole(vllm, { sizing: found })).toMatchObject({
      hardware: { id: 't4-1x', gpuCount: 1 },
      engineArguments: { dtype: 'half' },
    });
    const own = { ...vllm, engineArguments: { dtype: 'float32' } };
    expect(whole(own, { sizing: found }).engineArguments).toEqual({ dtype: 'float32' });
    expect(whole({ ...vllm, hardware: 'h100-1x' }, { sizing: found }).engineArguments).toEqual({});
  });

  it('is never spot, which whoever wants it names', () => {
    expect(whole({ ...vllm, hardware: 'h100-1x-spot' }).hardware).toMatchObject({
      gpuModel: 'h100',
      spot: true,
    });
    expect(whole({ ...vllm, hardware: 'h100-1x' }).hardware).not.toHaveProperty('spot');
  });

  it('brings the framework with it', () => {
    expect(whole({ model: 'a/b' }, { sizing: sizing('h100-1x') }).framework).toBe('vllm');
  });

  it('is asked for when nothing holds the model, or nobody knows', () => {
    const problems = (given: Partial<Facts>) => wishProblems({ ...wish, ...vllm }, facts(given));
    expect(problems({ sizing: sizing(null) })).toEqual([
      { pointer: '/hardware', message: 'too large for any' },
    ]);
    const unknown = sizing(null, { hardware: [], source: 'unknown' });
    expect(problems({ sizing: unknown })).toMatchObject([{ pointer: '/hardware' }]);
    expect(whole({}, { sizing: unknown }).hardware.id).toBe('cpu-1x');
  });

  it('stays as long as what it was chosen for', () => {
    const shape = { ...whole(vllm, { sizing: sizing('h100-1x') }).hardware, memoryMib: 7 };
    const base = endpointSpec({ name: 'chat', ...vllm, hardware: shape });
    expect(whole(vllm, { base }).hardware).toEqual(shape);
    expect(whole({ ...vllm, hardware: 'h100-1x' }, { base }).hardware).toEqual(shape);
    const other = { ...vllm, model: 'another/model' };
    expect(whole(other, { base, sizing: sizing('h100-2x') }).hardware.id).toBe('h100-2x');
  });
});

describe('any wish', () => {
  it('is judged without an error, and is a spec when it has no problems', () => {
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
    const fields = [
      'image',
      'modelSource',
      'task',
      'quantization',
      'secrets',
      'tags',
      'customDomains',
      'securityGroups',
    ];
    const more = [
      'async',
      'commitment',
      'requestTimeouts',
      'placement',
      'mountPath',
      'healthPath',
      'notifyWebhookUrl',
      'cluster',
      'scaling',
      'sleepMode',
    ];
    const known = fc.record({
      name: fc.constant('chat'),
      model: fc.constantFrom('tidegate/tiny', 'a/b'),
      sleepMode: fc.constantFrom('cold' as const, 'warm' as const, null),
      framework: fc.option(fc.constantFrom(...FRAMEWORKS.map(({ id }) => id), 'x')),
      hardware: fc.option(fc.constantFrom(...HARDWARE.map(({ id }) => id), 'x')),
      scaling: fc.option(
        fc.record({
          minReplicas: fc.option(fc.nat(7)),
          maxReplicas: fc.option(fc.integer({ min: 1, max: 7 })),
          idleTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 9 })),
          rules: fc.option(
            fc.array(
              fc.record({
                metric: fc.constantFrom('concurrency', 'CPUUtilization', 'moon', '7 moons'),
                target: fc.constantFrom(0.5, 4),
              }),
              { minLength: 1, maxLength: 3 },
            ),
          ),
          schedules: fc.option(
            fc.array(
              fc.record(
                {
                  cron: fc.constantFrom('0 8 * * 1-5', '*/5 * * * *', '0 25 * * *'),
                  timeZone: fc.constantFrom('Europe/Rome', 'Mars/Base', null),
                  durationSeconds: fc.integer({ min: 60, max: 604_800 }),
                  minReplicas: fc.option(fc.nat(7)),
                  maxReplicas: fc.option(fc.integer({ min: 1, max: 7 })),
                },
                { requiredKeys: ['cron', 'durationSeconds'] },
              ),
              { maxLength: 2 },
            ),
          ),
        }),
      ),
      engineArguments: fc.option(fc.dictionary(fc.constantFrom('ctxSize', 'parallel', 'x'), anything)),
      environment: fc.option(fc.dictionary(fc.string(), anything)),
    });
    const odd = fc.dictionary(fc.constantFrom(...fields, ...more), anything, { maxKeys: 3 });
    fc.assert(
      fc.property(known, odd, (some, others) => {
        const problems = wishProblems({ ...some, ...others }, facts());
        for (const { pointer, message } of problems) {
          expect(pointer).toMatch(/^\/[a-z]/i);
          expect(message).not.toBe('');
        }
        if (wishProblems(some, facts()).length === 0)
          expect(EndpointSpec.safeParse(specOf(some as unknown as EndpointWish, facts())).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
