import { describe, expect, it } from '@jest/globals';
import { type AnyEvent, type Recorded, registry } from '@tidegate/contracts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PlatformLine, TOLD, platformLineOf, sharesOf } from './sentences.ts';

const FIXTURES = fileURLToPath(new URL('../../../../libs/contracts/fixtures/', import.meta.url));
const recorded = (type: string, change: object = {}): Recorded<AnyEvent> => {
  const { version } = registry[type as keyof typeof registry];
  const data = JSON.parse(readFileSync(`${FIXTURES}${type}.v${String(version)}.json`, 'utf8')) as object;
  return { type, data: { ...data, ...change }, occurredAt: new Date(5) } as unknown as Recorded<AnyEvent>;
};
const said = (type: string, change?: object): PlatformLine => {
  const line = platformLineOf(recorded(type, change));
  if (!line) throw new Error(`${type} says nothing`);
  return line;
};

describe('what the platform says in an endpoint’s log', () => {
  it.each(TOLD)('of %s is one sentence, on one line, of that endpoint', (type) => {
    const line = said(type);
    expect(line.text).toMatch(/^(The|A|From|Revision) [^\n]{8,}$/);
    expect(line.text).not.toMatch(/undefined|null|\[object|[a-z]_[a-z]/);
    expect(line).toMatchObject({ endpointId: expect.stringMatching(/^endpt-/), atUs: 5000 });
    expect(line.replicaId === null).toBe(!type.startsWith('Replica'));
  });

  it('is graver where something went wrong', () => {
    const stopped = (cause: string) => said('ReplicaStopped', { cause, exitCode: 137, neverReady: true });
    expect(stopped('out_of_memory')).toMatchObject({
      severity: 'error',
      text: 'The replica has stopped: out of memory, exit code 137, it never was ready',
    });
    expect(stopped('scaled_down').severity).toBe('info');
    expect(said('EndpointStateChanged', { to: 'runtime_error' }).severity).toBe('error');
  });

  it('has no secrets, no line breaks and an end', () => {
    const message = `no room\nfor hf_${'a'.repeat(30)} ${'x'.repeat(5000)}`;
    const { text } = said('ReplicaDelayed', { message });
    expect(text).toMatch(/^The replica waits for room: no room for hf_\[masked\] x+$/);
    expect(text).toHaveLength(2000);
  });

  it('is nothing of other events', () => {
    expect(platformLineOf(recorded('TokenIssued'))).toBeNull();
  });
});

describe('what is said of several endpoints', () => {
  it('is stored endpoint by endpoint, and in its order within each', () => {
    const id = (kind: string) => fc.constantFrom('a', 'b', 'c').map((letter) => `${kind}-${letter}`);
    const ids = fc.tuple(id('endpt'), fc.option(id('repl')));
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 30 }), (whose) => {
        const lines = whose.map(([endpointId, replicaId], n) => ({
          ...{ endpointId, replicaId, projectId: 'proj-a', severity: 'info' as const },
          atUs: n,
          text: String(n),
        }));
        const shares = sharesOf(lines);
        const endpoints = shares.map((share) => share.whose.endpointId);
        expect(endpoints).toEqual(endpoints.toSorted());
        for (const endpoint of new Set(endpoints))
          expect(
            shares.filter((share) => share.whose.endpointId === endpoint).flatMap((share) => share.lines),
          ).toEqual(lines.filter((line) => line.endpointId === endpoint));
        for (const share of shares) for (const line of share.lines) expect(line).toMatchObject(share.whose);
      }),
    );
  });
});
