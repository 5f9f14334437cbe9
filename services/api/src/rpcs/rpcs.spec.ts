import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readStatus } from '../grpc/grpc.spec-helper.ts';
import { NotConvertible } from './json-messages.ts';
import { patchOf } from './mask-patch.ts';
import { loadProtos } from '../grpc/protos.gateway.ts';
import { type Json, hostIn, idIn } from './rpc.ts';
import { type StatusDetails, statusBytes } from './status-details.ts';

const { messages } = loadProtos();
const pointerOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { pointer: string }).pointer;
  }
};
const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('JSON as a message', () => {
  const wire = (json: Json): Json =>
    messages.toJson('EndpointWish', messages.toMessage('EndpointWish', json));

  it('comes back as it was, whatever lies in its free parts', () => {
    const free = fc.dictionary(fc.string(), fc.jsonValue({ noNullPrototype: true } as object), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(free, (engineArguments) => {
        const json = { name: 'a', visibility: 'public', engineArguments, scaling: { minReplicas: 0 } };
        // JSON knows no negative zero.
        expect(JSON.parse(JSON.stringify(wire(json)))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it('scales and sleeps as it says', () => {
    const json = {
      name: 'a',
      sleepMode: 'warm',
      scaling: {
        waitPrice: 'lean',
        panic: false,
        stabilizationWindowSeconds: 0,
        schedules: [{ cron: '0 8 * * *', timeZone: 'UTC', durationSeconds: 60, maxReplicas: 2 }],
      },
    };
    expect(wire(json)).toEqual(json);
  });

  it('has no field for what is null, unknown, or an empty list', () => {
    expect(wire({ name: 'a', task: null, moon: 1, customDomains: [] })).toEqual({ name: 'a' });
  });

  it('keeps times to the millisecond, before 1970 too', () => {
    for (const at of ['2030-01-31T12:00:00.007Z', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z'])
      expect(wire({ name: 'a', commitment: { kind: 'reserved', until: at } })).toMatchObject({
        commitment: { until: at },
      });
  });

  it('says which time is none', () => {
    const work = () => messages.toJson('EndpointWish', { commitment: { until: { seconds: 1e15 } } });
    expect(work).toThrow(NotConvertible);
    expect(pointerOf(work)).toBe('/commitment/until');
  });
});

describe('a field mask', () => {
  it('takes from the wish what it names, and null for what is not there', () => {
    const wish = { description: 'x', scaling: { maxReplicas: 3, minReplicas: 1 } };
    expect(patchOf(wish, ['description', 'scaling.max_replicas', 'task', 'image.reference'])).toEqual({
      description: 'x',
      scaling: { maxReplicas: 3 },
      task: null,
      image: { reference: null },
    });
  });

  it('refuses what is no path', () => {
    for (const path of ['', '*', 'a b', 'a..b', '__proto__', 'a.b.c.d.e'])
      expect(refusalOf(() => patchOf({}, [path]))).toBe('request.invalid');
    expect(patchOf({}, ['constructor', 'to_string'])).toEqual({ constructor: null, toString: null });
  });
});

describe('an id in a path', () => {
  it('leads nowhere else', () => {
    for (const id of [undefined, '', '.', '..', 'a/b', 'a?b', 'a%2fb', 'a b', 'ä', 'x'.repeat(101)]) {
      expect(refusalOf(() => idIn({ id }, 'id'))).toBe('request.invalid');
      expect(refusalOf(() => hostIn({ id }, 'id'))).toBe(id === 'x'.repeat(101) ? id : 'request.invalid');
    }
    expect(hostIn({ id: 'models.example.com' }, 'id')).toBe('models.example.com');
  });
});

describe('the details of a status', () => {
  it('read as the standard’s messages say what was written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    const details: fc.Arbitrary<StatusDetails> = fc.record({
      code: fc.integer({ min: 1, max: 16 }),
      message: text,
      reason: text,
      metadata: fc.dictionary(text, text, { maxKeys: 3 }),
      violations: fc.array(fc.record({ field: text, description: text }), { maxLength: 4 }),
      retryAfterSeconds: fc.option(fc.integer({ min: 1, max: 100_000 })),
      requestId: text,
    });
    fc.assert(
      fc.property(details, ({ metadata, ...rest }) => {
        expect(readStatus(statusBytes({ metadata, ...rest }))).toEqual(rest);
      }),
    );
  });
});
