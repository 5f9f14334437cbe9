import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiSettings } from '../http/settings.ts';
import { KeyRing } from './key-ring.store.ts';
import { CREDENTIALS, LONGEST_VALUE_BYTES, valueProblems } from './secret-rules.ts';

const secretKey = 'the platform’s key of thirty-two characters';
const older = 'an older key of at least thirty-two characters';
const newer = 'a newer key of at least thirty-two characters.';
const ring = (...sealKeys: string[]): KeyRing =>
  new KeyRing({ secretKey, sealKeys } as unknown as ApiSettings);
const whose = { id: 'sec-0123456789ab', endpointId: 'endpt-0123456789ab', name: 'HF_TOKEN' };

describe('a sealed value', () => {
  it('opens to what it was, and is another ciphertext each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [first, second] = [ring().seal(value, whose), ring().seal(value, whose)];
        expect(ring().open(first, whose)).toBe(value);
        expect(first.sealed.equals(second.sealed)).toBe(false);
      }),
    );
  });

  it('does not open as somebody else’s', () => {
    const sealed = ring().seal('value', whose);
    for (const other of [
      { ...whose, id: 'sec-ffffffffffff' },
      { ...whose, endpointId: 'endpt-ffffffffffff' },
      { ...whose, name: 'HF_TOKEN2' },
    ])
      expect(() => ring().open(sealed, other)).toThrow('authenticate');
  });

  it('does not open when one bit of it was changed', () => {
    const sealed = ring().seal('a value', whose);
    for (const part of ['sealed', 'nonce'] as const)
      for (let i = 0; i < sealed[part].length; i++) {
        const changed = Buffer.from(sealed[part]);
        changed[i]! ^= 1;
        expect(() => ring().open({ ...sealed, [part]: changed }, whose)).toThrow('authenticate');
      }
  });
});

describe('a ring of keys', () => {
  it('seals with the newest and opens with all', () => {
    const before = ring(older).seal('value', whose);
    const both = ring(newer, older);
    expect(both.open(before, whose)).toBe('value');
    expect(both.seal('value', whose).keyId).toBe(both.newestId);
    expect(both.newestId).not.toBe(before.keyId);
  });

  it('opens what the platform’s own key sealed before there was another', () => {
    expect(ring(newer).open(ring().seal('value', whose), whose)).toBe('value');
  });

  it('says which key is missing, and no key itself', () => {
    const sealed = ring(older).seal('value', whose);
    expect(() => ring(newer).open(sealed, whose)).toThrow(`the key ${sealed.keyId}`);
    expect(sealed.keyId).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('a value', () => {
  it('may have so many bytes, however they are written', () => {
    expect(valueProblems({ A: 'x'.repeat(LONGEST_VALUE_BYTES) })).toEqual([]);
    expect(valueProblems({ 'A/B': 'ü'.repeat(LONGEST_VALUE_BYTES / 2 + 1), B: '' })).toEqual([
      { pointer: '/secrets/A~1B', message: 'must have at most 32768 bytes' },
    ]);
    expect(valueProblems({ [CREDENTIALS]: 'x'.repeat(LONGEST_VALUE_BYTES + 1) })).toEqual([
      expect.objectContaining({ pointer: '/image/credentials' }),
    ]);
  });
});
