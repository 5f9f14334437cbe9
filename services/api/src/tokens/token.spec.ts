import { describe, expect, it } from '@jest/globals';
import type { Scope } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import { ROLES, roleOf, scopesOf } from './roles.ts';
import { isOpen, token } from './token.ts';
import { tokenIdIn, tokenText } from './token-text.ts';

const facts = {
  tokenId: 'tok-0123456789ab',
  projectId: 'proj-0123456789ab',
  name: 'ci',
  scopes: ['read'] as Scope[],
  secretSha256: '0'.repeat(64),
  expiresAt: '2030-01-01T00:00:00.000Z',
  limits: { requestsPerMinute: 60, tokensPerMinute: null },
};
const issued = { type: 'TokenIssued', data: facts } as const;
const { tokenId, projectId } = facts;
const revoked = { type: 'TokenRevoked', data: { tokenId, projectId } } as const;
const revoke = { type: 'RevokeToken', tokenId, projectId } as const;

describe('a token', () => {
  it('is issued', () => {
    given(token).when({ type: 'IssueToken', facts }).then(issued);
  });

  it('is revoked once; a second time is agreement', () => {
    given(token, issued).when(revoke).then(revoked);
    given(token, issued, revoked).when(revoke).thenNothing();
  });

  it('does not exist in another project', () => {
    given(token, issued)
      .when({ ...revoke, projectId: 'proj-ffffffffffff' })
      .thenRefuses('token.not_found');
    given(token).when(revoke).thenRefuses('token.not_found');
  });

  it('opens until it expires or is revoked', () => {
    const state = token.evolve(token.initial, issued);
    expect(isOpen(state, Date.parse('2029-12-31T23:59:59Z'))).toBe(true);
    expect(isOpen(state, Date.parse(facts.expiresAt))).toBe(false);
    expect(isOpen(token.evolve(state, revoked), 0)).toBe(false);
    expect(isOpen(token.initial, 0)).toBe(false);
  });
});

describe('the text of a token', () => {
  it('says whose it is', () => {
    const text = tokenText(tokenId, 'A'.repeat(43));
    expect(text).toBe(`tg_0123456789ab_${'A'.repeat(43)}`);
    expect(tokenIdIn(text)).toBe(tokenId);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'tg_',
      `tg_0123456789AB_${'A'.repeat(43)}`,
      `tg_0123456789ab_${'A'.repeat(42)}`,
      `x tg_0123456789ab_${'A'.repeat(43)}`,
    ])
      expect(tokenIdIn(text)).toBeUndefined();
  });
});

describe('a role', () => {
  it('is a set of scopes, and a set of scopes at most one role', () => {
    for (const role of ROLES) expect(roleOf(scopesOf(role).reverse())).toBe(role);
    for (const scopes of [[], ['admin'], ['read', 'invoke'], ['write', 'invoke', 'admin']] as Scope[][])
      expect(roleOf(scopes)).toBeNull();
  });
});
