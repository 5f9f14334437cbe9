import { describe, expect, it } from '@jest/globals';
import { ANYWHERE, EndpointSpec } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { difference } from '../changes/difference.ts';
import { type Configured, foreseen, specOf, valuesOf, wishProblems } from './endpoint-spec.ts';
import { type EndpointWish, keptBy, patchedDocument } from './endpoint-wish.ts';
import { facts } from './wish.spec-helper.ts';

/** What becomes of a spec that is patched. */
const patched = (base: EndpointSpec, patch: object): Configured => {
  const document = patchedDocument(base, patch) as EndpointWish;
  const known = facts({ base, kept: keptBy(base, patch) });
  expect(wishProblems(document, known)).toEqual([]);
  return { spec: EndpointSpec.parse(specOf(document, known)), toSeal: valuesOf(document), sizing: null };
};

const base = endpointSpec({
  environment: { A: '1' },
  secrets: { KEY: 'sec-000000000001', OTHER: 'sec-000000000002' },
  modelSource: { kind: 'hub', revision: 'main' },
  requestTimeouts: { firstByteSeconds: 5, idleSeconds: null, totalSeconds: 60 },
});

describe('a configuration that is patched', () => {
  it('stays as it is with what is left out', () => {
    expect(patched(base, {})).toMatchObject({ spec: base, toSeal: { secrets: {}, credentials: null } });
  });

  it('returns to the default with null', () => {
    const { spec } = patched(base, { requestTimeouts: { totalSeconds: null }, scaling: null });
    expect(spec.requestTimeouts).toEqual({ firstByteSeconds: 5, idleSeconds: null, totalSeconds: null });
    expect(spec.scaling.maxReplicas).toBe(1);
  });

  it('begins anew with another kind', () => {
    const { spec } = patched(base, { modelSource: { kind: 'folder' } });
    expect(spec.modelSource).toEqual({ kind: 'folder' });
    expect(patched(base, { modelSource: { revision: 'v2' } }).spec.modelSource).toEqual({
      kind: 'hub',
      revision: 'v2',
    });
  });

  it('is placed as before, but for what is said of it', () => {
    const placement = { nodeLabels: { a: '1', b: '2' }, zones: ['x'], spread: 'zones', priority: 7 } as const;
    const { spec } = patched(base, { placement });
    expect(spec.placement).toEqual({ ...ANYWHERE, ...placement });
    const next = patched(spec, { placement: { nodeLabels: { b: null, c: '3' }, zones: null } }).spec;
    expect(next.placement).toEqual({ ...spec.placement, nodeLabels: { a: '1', c: '3' }, zones: null });
    expect(difference(spec, next).map(({ pointer }) => pointer)).toEqual([
      '/placement/nodeLabels/b',
      '/placement/nodeLabels/c',
      '/placement/zones',
    ]);
    expect(patched(next, { placement: null }).spec.placement).toEqual(ANYWHERE);
  });

  it('learns its idle timeout again with null, and has its schedules replaced as a whole', () => {
    const hours = {
      cron: '0 8 * * *',
      timeZone: 'UTC',
      durationSeconds: 60,
      minReplicas: 1,
      maxReplicas: null,
    };
    const own = endpointSpec({ scaling: { idleTimeoutSeconds: 60, schedules: [hours, hours] } });
    const { scaling } = patched(own, { scaling: { idleTimeoutSeconds: null, schedules: [hours] } }).spec;
    expect(scaling).toEqual({ ...own.scaling, idleTimeoutSeconds: null, schedules: [hours] });
    expect(patched(own, { scaling: { schedules: null } }).spec.scaling.schedules).toEqual([]);
    expect(patched(own, { scaling: { panic: false } }).spec.scaling).toEqual({
      ...own.scaling,
      panic: false,
    });
  });

  it('keeps a secret that is left out, takes one away with null, and seals a value', () => {
    const configured = patched(base, { secrets: { KEY: null, NEW: 'value' } });
    expect(configured.spec.secrets).toEqual({ OTHER: 'sec-000000000002' });
    expect(configured.toSeal.secrets).toEqual({ NEW: 'value' });
    expect(difference(base, foreseen(configured)).map(({ pointer }) => pointer)).toEqual([
      '/secrets/KEY',
      '/secrets/NEW',
    ]);
    expect(patched(base, { secrets: null }).spec.secrets).toEqual({});
    expect(JSON.stringify(configured.spec)).not.toContain('value');
  });

  it('keeps the credentials of its registry until others are given, or null', () => {
    const image = { reference: 'ghcr.io/a/b:1', command: ['serve'], credentials: 'sec-000000000003' };
    const own = endpointSpec({ framework: 'custom', image });
    expect(patched(own, { image: { reference: 'ghcr.io/a/b:2' } }).spec.image).toEqual({
      ...image,
      reference: 'ghcr.io/a/b:2',
    });
    expect(patched(own, { image: { credentials: null } }).spec.image?.credentials).toBeNull();
    const credentials = { username: 'me', password: 'word' };
    expect(patched(own, { image: { credentials } })).toMatchObject({
      spec: { image: { credentials: null } },
      toSeal: { credentials },
    });
  });

  it('gives up its variable for a secret in one step', () => {
    expect(
      patched(base, { environment: { A: null }, secrets: { A: 'sealed now' } }).spec.environment,
    ).toEqual({});
    expect(
      patched(base, { environment: { KEY: 'open now' }, secrets: { KEY: null } }).spec.environment,
    ).toEqual({ A: '1', KEY: 'open now' });
  });
});

describe('any patch', () => {
  const hours = { cron: '0 8 * * 1-5', durationSeconds: 3600, maxReplicas: 5 };
  const patch = fc.record(
    {
      description: fc.constantFrom('', 'a', null),
      tags: fc.option(fc.dictionary(fc.constantFrom('team', 'tier'), fc.constantFrom('x', 'y'))),
      environment: fc.option(fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2', null))),
      visibility: fc.constantFrom('private', 'public', null),
      diskMib: fc.option(fc.integer({ min: 1, max: 9 })),
      drainTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 9 })),
      customDomains: fc.option(fc.constantFrom(['a.example.com'], ['b.example.com', 'a.example.com'])),
      scaling: fc.option(
        fc.record(
          {
            minReplicas: fc.constantFrom(0, 1, null),
            idleTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 9 })),
            waitPrice: fc.constantFrom('lean', 'fast', null),
            stabilizationWindowSeconds: fc.constantFrom(0, 60, null),
            scaleUpPerMinute: fc.constantFrom(1, null),
            scaleDownPerMinute: fc.constantFrom(1, null),
            panic: fc.constantFrom(true, false, null),
            schedules: fc.constantFrom([], [hours], [{ ...hours, timeZone: 'Europe/Rome' }, hours], null),
            seasonSeconds: fc.constantFrom(86_400, null),
          },
          { requiredKeys: [] },
        ),
      ),
      limits: fc.option(
        fc.record(
          { requestsPerMinute: fc.constantFrom(1, 60, null), replicaConcurrency: fc.constantFrom(16, null) },
          { requiredKeys: [] },
        ),
      ),
      balancing: fc.constantFrom('least-outstanding', 'prefix-affinity', null),
      async: fc.option(
        fc.record(
          { routes: fc.constant(['/v1/x']), maxAttempts: fc.constantFrom(1, null) },
          { requiredKeys: ['routes'] },
        ),
      ),
      placement: fc.option(
        fc.record(
          {
            nodeLabels: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', '', null))),
            zones: fc.constantFrom(['a'], ['b', 'a'], null),
            spread: fc.constantFrom('prefer', 'nodes', null),
            priority: fc.constantFrom(0, 50, null),
            gang: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
      ),
      hardware: fc.constantFrom('cpu-1x', 'cpu-2x'),
      sleepMode: fc.constantFrom('cold', 'warm', null),
    },
    { requiredKeys: [] },
  );

  it('changes exactly what the difference says, and twice is once', () => {
    fc.assert(
      fc.property(patch, patch, (first, second) => {
        const before = patched(base, first).spec;
        const after = patched(before, second).spec;
        const changes = difference(before, after);
        const fields = new Set(changes.map(({ pointer }) => pointer.split('/')[1]));
        for (const field of Object.keys(before) as (keyof EndpointSpec)[]) {
          if (!fields.has(field)) expect(after[field]).toEqual(before[field]);
          if (!(field in second)) expect(fields.has(field)).toBe(false);
        }
        for (const { from, to } of changes) expect(from).not.toEqual(to);
        expect(patched(after, second).spec).toEqual(after);
      }),
    );
  });
});
