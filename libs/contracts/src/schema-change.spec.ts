import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { schemaChange } from './schema-change.ts';

const before = z.object({
  id: z.string().regex(/^a/),
  state: z.enum(['on', 'off']).nullable(),
  parts: z.array(z.object({ size: z.int().min(0) })),
  labels: z.record(z.string(), z.number()),
});
const changeTo = (after: z.ZodType) => schemaChange(z.toJSONSchema(before), z.toJSONSchema(after));

describe('the change of an event’s schema', () => {
  it('is none when it says the same, in other words or in another order', () => {
    const { id, ...rest } = before.shape;
    expect(changeTo(z.object({ ...rest, id: id.describe('what it is called') }))).toBe('none');
  });

  it('is additive when something may be said that could not be said before', () => {
    expect(changeTo(before.extend({ note: z.string().optional() }))).toBe('additive');
    expect(changeTo(before.extend({ state: z.enum(['on', 'off', 'idle']).nullable() }))).toBe('additive');
    const part = z.object({ size: z.int().min(0), unit: z.string().optional() });
    expect(changeTo(before.extend({ parts: z.array(part) }))).toBe('additive');
  });

  it.each<[string, z.ZodType]>([
    ['asks for more', before.extend({ note: z.string() })],
    [
      'asks for more, though with a default: what is stored is not parsed again',
      before.extend({ n: z.int().default(1) }),
    ],
    ['lost a property', before.omit({ labels: true })],
    ['lost a value', before.extend({ state: z.enum(['on']).nullable() })],
    ['has another type', before.extend({ id: z.number() })],
    ['allows less', before.extend({ id: z.string().regex(/^ab/) })],
    ['allows what readers do not expect', before.extend({ id: z.string().optional() })],
    ['is no longer null', before.extend({ state: z.enum(['on', 'off']) })],
    ['differs deep inside', before.extend({ parts: z.array(z.object({ size: z.int().min(1) })) })],
    ['differs in a record', before.extend({ labels: z.record(z.string(), z.string()) })],
  ])('is breaking when it %s', (_how, after) => {
    expect(changeTo(after)).toBe('breaking');
  });
});
