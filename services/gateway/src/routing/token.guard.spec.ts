import { describe, expect, it } from '@jest/globals';
import { token } from '../events.spec-helper.ts';
import { TokenGuard } from './token.guard.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');

describe('a token guard', () => {
  it('knows an issued token until it is revoked', () => {
    const guard = new TokenGuard();
    const { text, tokenId, issued, revoked } = token();
    expect(guard.check(`Bearer ${text}`, NOW)).toBe('invalid');
    guard.apply(issued);
    expect(guard.check(`Bearer ${text}`, NOW)).toMatchObject({ id: tokenId });
    expect(guard.check(`bearer  ${text} `, NOW)).toMatchObject({ id: tokenId });
    guard.apply(revoked());
    expect(guard.check(`Bearer ${text}`, NOW)).toBe('invalid');
  });

  it('refuses a token whose time has come', () => {
    const guard = new TokenGuard();
    const { text, issued } = token(['invoke'], undefined, { expiresAt: '2030-01-01T00:00:00Z' });
    guard.apply(issued);
    expect(guard.check(`Bearer ${text}`, NOW - 1)).toMatchObject({ scopes: ['invoke'] });
    expect(guard.check(`Bearer ${text}`, NOW)).toBe('invalid');
  });

  it('refuses the right id with another secret, the first time and the next', () => {
    const guard = new TokenGuard();
    const { text, issued } = token();
    guard.apply(issued);
    const forged = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
    expect(guard.check(`Bearer ${forged}`, NOW)).toBe('invalid');
    expect(guard.check(`Bearer ${forged}`, NOW)).toBe('invalid');
    expect(guard.check(`Bearer ${text}`, NOW)).not.toBe('invalid');
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer sk-123', 'Bearer tg_xyz_abc'])(
    'takes %j for no token of ours',
    (authorization) => {
      expect(new TokenGuard().check(authorization, NOW)).toBe('invalid');
    },
  );

  it('tells a missing header from a wrong one', () => {
    expect(new TokenGuard().check(undefined, NOW)).toBe('missing');
  });
});
