import { describe, expect, it } from '@jest/globals';
import { FIELD_CLASSES } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { difference } from './difference.ts';
import { effectOf } from './effect.ts';
import { mergePatch } from './merge-patch.ts';

describe('a merge patch', () => {
  // The cases of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j with %j is %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });

  it('once more changes nothing, and never reaches a prototype', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
    mergePatch({}, JSON.parse('{"__proto__":{"poisoned":1}}'));
    expect(({} as { poisoned?: number }).poisoned).toBeUndefined();
  });
});

const NIGHT = {
  cron: '0 22 * * *',
  timeZone: 'UTC',
  durationSeconds: 3600,
  minReplicas: null,
  maxReplicas: 1,
};

describe('a difference', () => {
  const before = endpointSpec({ environment: { A: '1', 'B/c': '2' }, secrets: { KEY: 'sec-000000000001' } });

  it('is nothing between equal configurations, in whatever order they are written', () => {
    const again = Object.fromEntries(Object.entries(endpointSpec(before)).toReversed()) as typeof before;
    expect(difference(before, again)).toEqual([]);
  });

  it('names each field, with its class and both values', () => {
    const after = endpointSpec({
      ...before,
      environment: { 'B/c': '3' },
      description: 'new',
      scaling: { maxReplicas: 2, panic: false, idleTimeoutSeconds: null, schedules: [NIGHT] },
      sleepMode: 'warm',
      limits: { ...before.limits, requestsPerMinute: 60 },
    });
    expect(difference(before, after)).toEqual([
      { pointer: '/description', class: 'hot', from: '', to: 'new' },
      { pointer: '/environment/A', class: 'rolling', from: '1', to: null },
      { pointer: '/environment/B~1c', class: 'rolling', from: '2', to: '3' },
      { pointer: '/limits/requestsPerMinute', class: 'hot', from: null, to: 60 },
      { pointer: '/scaling/idleTimeoutSeconds', class: 'hot', from: 300, to: null },
      { pointer: '/scaling/maxReplicas', class: 'hot', from: 5, to: 2 },
      { pointer: '/scaling/panic', class: 'hot', from: true, to: false },
      { pointer: '/scaling/schedules', class: 'hot', from: [], to: [NIGHT] },
      { pointer: '/sleepMode', class: 'rolling', from: 'cold', to: 'warm' },
    ]);
  });

  it('shows hardware by its name, and of what is sealed nothing', () => {
    const image = { reference: 'a/b:1', command: null, credentials: 'sec-000000000009' };
    const hardware = { ...before.hardware, id: 'cpu-2x', vcpuMillis: 500 };
    const after = endpointSpec({ ...before, secrets: { KEY: 'sec-000000000002' }, image, hardware });
    const changes = difference(before, after);
    expect(changes).toEqual([
      { pointer: '/hardware', class: 'rolling', from: 'cpu-1x', to: 'cpu-2x' },
      {
        pointer: '/image',
        class: 'rolling',
        from: null,
        to: { reference: 'a/b:1', command: null, credentials: 'sealed' },
      },
      { pointer: '/secrets/KEY', class: 'rolling', from: 'sealed', to: 'sealed' },
    ]);
    expect(JSON.stringify(changes)).not.toContain('sec-');
  });

  it('finds any field that differs', () => {
    for (const field of Object.keys(FIELD_CLASSES)) {
      const after = { ...before, [field]: { other: true } } as never;
      expect(difference(before, after).some(({ pointer }) => pointer.startsWith(`/${field}`))).toBe(true);
    }
  });
});

describe('the effect of a change', () => {
  const change = (kind: 'hot' | 'rolling') => ({ pointer: '/x', class: kind, from: 1, to: 2 }) as const;
  const running = { state: 'running', replicas: 2, canaryPercent: null } as const;

  it.each([
    ['none', [], running],
    ['hot', [change('hot')], running],
    ['rolling', [change('hot'), change('rolling')], running],
    ['canary', [change('rolling')], { ...running, canaryPercent: 10 }],
    ['staged', [change('rolling')], { ...running, state: 'stopped' }],
    ['staged', [change('rolling')], { ...running, state: 'building' }],
    ['retry', [change('rolling')], { ...running, state: 'deploy_failed' }],
    ['hot', [change('hot')], { ...running, state: 'deploy_failed' }],
  ] as const)('is %s', (kind, changes, situation) => {
    expect(effectOf(changes, situation)).toMatchObject({ kind, text: expect.stringContaining(kind) });
  });

  it('says how many replicas are replaced', () => {
    expect(effectOf([change('rolling')], running).text).toBe(
      'rolling: 2 replicas are replaced one by one, no request is lost',
    );
    expect(effectOf([change('rolling')], { ...running, replicas: 1 }).text).toContain('1 replica is');
    expect(effectOf([change('rolling')], { ...running, state: 'sleeping', replicas: 0 }).text).toContain(
      'no replica runs',
    );
  });
});
