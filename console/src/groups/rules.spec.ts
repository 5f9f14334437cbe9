import { describe, expect, it } from '@jest/globals';
import { headersOf } from '../sinks/headers.ts';
import { linesOf, rulesOf } from './rules.ts';

describe('rules of a security group', () => {
  it('are lines of a network and its ports', () => {
    expect(rulesOf(' 10.0.0.0/8 443, 8443\n\n2001:db8::/32')).toEqual([
      { cidr: '10.0.0.0/8', ports: [443, 8443] },
      { cidr: '2001:db8::/32', ports: [] },
    ]);
  });

  it('read back as they were written', () => {
    const text = '10.0.0.0/8 443,8443\n192.168.0.0/16';
    expect(linesOf(rulesOf(text))).toBe(text);
  });
});

describe('headers', () => {
  it('may have colons in their values', () => {
    expect(headersOf('Authorization: Bearer a:b\n\nX-Scope: t')).toEqual({
      Authorization: 'Bearer a:b',
      'X-Scope': 't',
    });
  });
});
