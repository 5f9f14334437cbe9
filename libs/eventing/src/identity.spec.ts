import { describe, expect, it } from '@jest/globals';
import { ID_PREFIXES, type IdKind } from '@tidegate/contracts';
import fc from 'fast-check';
import { deriveId, deriveUuid } from './identity.ts';

const part = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.integer());

describe('a derived id', () => {
  it('is the same for the same parts, and a UUID of version 5', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        expect(deriveUuid(...parts)).toBe(deriveUuid(...parts));
        expect(deriveUuid(...parts)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it('differs when the same characters are cut into other parts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(deriveUuid(a, b)).not.toBe(deriveUuid(`${a}${b}`));
      }),
    );
  });

  it('never changes: what was derived by an older release is found again', () => {
    expect(deriveUuid('3f2b8d3e-0000-4000-8000-000000000001', 'endpt-0123456789ab', 0)).toBe(
      '21db1da2-f71c-540e-a58a-f64add7685f9',
    );
    expect(deriveId('replica', 'event', 0)).toBe('repl-a87e9a055bd3');
  });

  it('of a thing has its prefix, and differs between kinds', () => {
    const ids = (Object.keys(ID_PREFIXES) as IdKind[]).map((kind) => [kind, deriveId(kind, 'x')] as const);
    for (const [kind, id] of ids) expect(id).toMatch(new RegExp(`^${ID_PREFIXES[kind]}-[0-9a-f]{12}$`));
    expect(new Set(ids.map(([, id]) => id.slice(-12))).size).toBe(ids.length);
  });
});
