import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EndpointId,
  ID_PREFIXES,
  idFrom,
  type IdKind,
  InvocationId,
  NodeId,
  ProjectId,
  ReplicaId,
  TokenId,
} from './ids.ts';

const kinds = Object.keys(ID_PREFIXES) as IdKind[];
const schemas = {
  project: ProjectId,
  token: TokenId,
  endpoint: EndpointId,
  replica: ReplicaId,
  node: NodeId,
  invocation: InvocationId,
};

describe('an id', () => {
  it('is a prefix that no other kind has, and 12 hex digits of its bytes', () => {
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(kinds.length);
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.uint8Array({ minLength: 6, maxLength: 16 }),
        (kind, bytes) => {
          expect(idFrom(kind, bytes)).toBe(
            `${ID_PREFIXES[kind]}-${Buffer.from(bytes.subarray(0, 6)).toString('hex')}`,
          );
        },
      ),
    );
  });

  it.each(Object.entries(schemas))('of a %s is taken only in its own form', (kind, schema) => {
    const prefix = ID_PREFIXES[kind as IdKind];
    expect(schema.parse(`${prefix}-0123456789ab`)).toBe(`${prefix}-0123456789ab`);
    const others = [
      `${prefix}-0123456789a`,
      `${prefix}-0123456789abc`,
      `${prefix}-0123456789AB`,
      `x${prefix}-0123456789ab`,
    ];
    for (const wrong of [
      ...others,
      `${prefix}0123456789ab`,
      `${prefix}-0123456789ab\n`,
      '',
      'other-0123456789ab',
    ])
      expect(schema.safeParse(wrong).success).toBe(false);
  });
});
