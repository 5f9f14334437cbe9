import { describe, expect, it } from '@jest/globals';
import type { EndpointSpec, Refusal } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { specOf } from '../configuration/endpoint-spec.ts';
import { type EndpointWish, keptBy } from '../configuration/endpoint-wish.ts';
import { facts } from '../configuration/wish.spec-helper.ts';
import { documentFor, manifestOf, pointerInManifest } from './manifest.ts';
import { LONGEST_TEXT, documentsIn, yamlOf } from './yaml.ts';

const refusalOf = (text: string): string | undefined => {
  try {
    documentsIn(text);
    return undefined;
  } catch (error) {
    return (error as Refusal).code;
  }
};

describe('a text of YAML', () => {
  it('has documents, and nothing where nothing stands', () => {
    expect(documentsIn('---\na: 1\n---\nb: [x, 2030-01-01]\n---\n')).toEqual([
      { a: 1 },
      { b: ['x', '2030-01-01'] },
    ]);
    expect(documentsIn('')).toEqual([]);
    expect(documentsIn('# only words')).toEqual([]);
  });

  it('may name a part and repeat it', () => {
    expect(documentsIn('a: &x {k: v}\nb: *x')).toEqual([{ a: { k: 'v' }, b: { k: 'v' } }]);
  });

  it.each([
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
    ],
    ['what repeats itself', 'a: &a [*a]'],
    ['what is nested without end', '['.repeat(50_000)],
    ['a key twice', 'a: 1\na: 2'],
    ['a key twice in a part', 'a: {b: 1, "b": 2}'],
    ['a key that is no text', '? [a]\n: 1'],
    ['what is broken', 'a: [1'],
    ['an unknown tag', 'a: !!js/function "x"'],
    ['an alias of nothing', 'a: *x'],
    ['a poisoned key', '__proto__: {x: 1}'],
    ['too many documents', '---\na: 1\n'.repeat(51)],
    ['too long a text', `a: ${'x'.repeat(LONGEST_TEXT)}`],
  ])('is refused with %s', (_, text) => {
    expect(refusalOf(text)).toBe('request.bad_yaml');
  });

  it('is read in no more than a moment, however it is made', () => {
    const keys = Array.from({ length: LONGEST_TEXT / 12 }, (_, n) => `k${String(n)}: v`);
    const began = performance.now();
    expect(refusalOf(keys.join('\n'))).toBeUndefined();
    expect(refusalOf('---\n'.repeat(LONGEST_TEXT / 4))).toBe('request.bad_yaml');
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('is answered whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc:-&*!{}[]"\'|>#%@ \n\t01'), maxLength: 200 }),
        (text) => {
          expect([undefined, 'request.bad_yaml']).toContain(refusalOf(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a manifest', () => {
  const document = {
    apiVersion: 'tidegate/v1',
    kind: 'Endpoint',
    metadata: { name: 'chat', tags: { a: 'b' } },
    spec: { model: 'a/b' },
  };

  it('means a wish', () => {
    expect(manifestOf(document)).toEqual({
      name: 'chat',
      wish: { name: 'chat', tags: { a: 'b' }, model: 'a/b' },
      problems: [],
    });
  });

  it('has its frame judged', () => {
    const wrong = {
      apiVersion: 'v2',
      kind: 'Pod',
      metadata: { name: 'chat', labels: {} },
      spec: { name: 'chat' },
      status: {},
    };
    expect(manifestOf(wrong).problems.map(({ pointer }) => pointer)).toEqual([
      '/status',
      '/apiVersion',
      '/kind',
      '/metadata/labels',
      '/spec/name',
    ]);
    for (const nothing of [null, 7, 'x', [], { spec: [] }])
      expect(manifestOf(nothing).problems).not.toEqual([]);
  });

  it('has problems where they stand in it', () => {
    expect(['/name', '/tags/x', '/scaling/maxReplicas', ''].map(pointerInManifest)).toEqual([
      '/metadata/name',
      '/metadata/tags/x',
      '/spec/scaling/maxReplicas',
      '',
    ]);
  });
});

describe('an endpoint that is exported', () => {
  const roundTrip = (spec: EndpointSpec): EndpointSpec => {
    const text = yamlOf(documentFor(spec), Object.keys(spec.secrets));
    expect(text).not.toMatch(/sec-[0-9a-f]{12}/);
    const [read] = documentsIn(text);
    const { wish, problems } = manifestOf(read);
    expect(problems).toEqual([]);
    return specOf(wish as EndpointWish, facts({ base: spec, kept: keptBy(spec, wish) })) as EndpointSpec;
  };

  it('is itself when it is applied, with what is sealed', () => {
    const spec = endpointSpec({
      description: 'yes: no\n# not a comment',
      tags: { on: 'true', n: '1' },
      environment: { A: '007', B: 'null', C: '~', D: '*x', E: ' spaced ' },
      secrets: { KEY: 'sec-000000000001' },
      framework: 'custom',
      image: { reference: 'ghcr.io/a/b:1', command: ['serve', '--port=1'], credentials: 'sec-000000000002' },
      modelSource: { kind: 'hub', revision: null },
      async: {
        routes: ['/v1/x'],
        target: null,
        resultTtlSeconds: 60,
        maxAttempts: 2,
        timeToLiveSeconds: 600,
        webhookUrl: 'https://example.com/ended',
      },
      commitment: { kind: 'reserved', until: '2031-01-01T00:00:00.000Z' },
    });
    expect(roundTrip(spec)).toEqual(spec);
    expect(yamlOf(documentFor(spec), ['KEY'])).toContain('#   KEY');
  });

  it('is itself whatever it is', () => {
    const spec = fc
      .record({
        description: fc.string({ maxLength: 30 }),
        tags: fc.dictionary(fc.constantFrom('a', 'b', 'on'), fc.string({ maxLength: 9 })),
        environment: fc.dictionary(fc.constantFrom('A', 'B', 'NO'), fc.string({ maxLength: 30 })),
        engineArguments: fc.dictionary(
          fc.constantFrom('x', 'y'),
          fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 9 })),
        ),
        modelSource: fc.constantFrom({ kind: 'folder' } as const, { kind: 'hub', revision: 'main' } as const),
        diskMib: fc.option(fc.integer({ min: 1, max: 1e9 })),
        internalOnly: fc.boolean(),
        placement: fc.record({
          nodeLabels: fc.dictionary(
            fc.constantFrom('a', 'on', 'b/c'),
            fc.constantFrom('x', '', '1.0', 'null'),
          ),
          tolerations: fc.subarray(['spot', 'slow']),
          zones: fc.option(fc.subarray(['a', 'b'], { minLength: 1 })),
          spread: fc.constantFrom('prefer' as const, 'nodes' as const, 'zones' as const),
          priority: fc.integer({ min: 0, max: 100 }),
          gang: fc.boolean(),
        }),
        securityGroups: fc.subarray(['sgrp-0123456789ab']),
        requestTimeouts: fc.record({
          firstByteSeconds: fc.option(fc.integer({ min: 1, max: 99 })),
          idleSeconds: fc.constant(null),
          totalSeconds: fc.constant(null),
        }),
        limits: fc.record({
          requestsPerMinute: fc.option(fc.integer({ min: 1, max: 99 })),
          tokensPerMinute: fc.option(fc.integer({ min: 1, max: 99 })),
          replicaConcurrency: fc.option(fc.integer({ min: 1, max: 99 })),
        }),
        balancing: fc.constantFrom('least-outstanding' as const, 'prefix-affinity' as const),
        scaling: fc.record({
          minReplicas: fc.nat(5),
          mode: fc.constantFrom('automatic' as const, 'manual' as const),
          rules: fc.array(
            fc.record({ metric: fc.constantFrom('concurrency', 'x:y'), target: fc.constantFrom(0.5, 4) }),
            { minLength: 1, maxLength: 2 },
          ),
          waitPrice: fc.constantFrom('lean' as const, 'balanced' as const, 'fast' as const),
          idleTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 86_400 })),
          stabilizationWindowSeconds: fc.option(fc.nat(3600)),
          scaleUpPerMinute: fc.option(fc.integer({ min: 1, max: 9 })),
          scaleDownPerMinute: fc.option(fc.integer({ min: 1, max: 9 })),
          panic: fc.boolean(),
          schedules: fc.array(
            fc.record({
              cron: fc.constantFrom('0 8 * * 1-5', '*/5 * * * *'),
              timeZone: fc.constantFrom('UTC', 'Europe/Rome'),
              durationSeconds: fc.integer({ min: 60, max: 604_800 }),
              minReplicas: fc.option(fc.nat(5)),
              maxReplicas: fc.option(fc.integer({ min: 5, max: 9 })),
            }),
            { maxLength: 2 },
          ),
          seasonSeconds: fc.option(fc.integer({ min: 300, max: 604_800 })),
        }),
        sleepMode: fc.constantFrom('cold' as const, 'warm' as const),
      })
      .map((fields) => endpointSpec(fields));
    fc.assert(fc.property(spec, (any) => expect(roundTrip(any)).toEqual(any)));
  });
});
