import { describe, expect, it } from '@jest/globals';
import { daysLeft, expiryOf } from './expiry.ts';
import { isWholePem } from './pem.ts';
import { heldFor, hostsIn } from './server-names.ts';

const BLOCK = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('a PEM text', () => {
  it.each([BLOCK, BLOCK + BLOCK, `subject=x\n${BLOCK}`, BLOCK.replaceAll('\n', '\r\n'), BLOCK.trimEnd()])(
    'is whole when every block ends: %j',
    (text) => {
      expect(isWholePem(text)).toBe(true);
    },
  );

  it.each(['', 'nothing', BLOCK.slice(0, -5), BLOCK + BLOCK.slice(0, 40), BLOCK.slice(0, 30)])(
    'is not when the rest is missing: %j',
    (text) => {
      expect(isWholePem(text)).toBe(false);
    },
  );
});

describe('the hosts of a certificate', () => {
  it('are its DNS names, in lower case', () => {
    expect(hostsIn('DNS:Api.Example.com, DNS:*.example.com, IP Address:10.0.0.1, DNS:localhost')).toEqual([
      'api.example.com',
      '*.example.com',
      'localhost',
    ]);
  });

  it('are none when it names none, and nothing odd', () => {
    expect(hostsIn(undefined)).toEqual([]);
    expect(hostsIn('DNS:"a, DNS:b", DNS:*, DNS:a.*.b, DNS:, DNS:../x')).toEqual([]);
  });
});

describe('what is held for a host', () => {
  const held = new Map([
    ['a.example.com', 1],
    ['*.example.com', 2],
    ['example.com', 3],
  ]);

  it.each([
    ['a.example.com', 1],
    ['A.Example.COM.', 1],
    ['b.example.com', 2],
    ['example.com', 3],
    ['a.b.example.com', undefined],
    ['com', undefined],
    ['', undefined],
    ['*.example.com', 2],
  ])('of %j is %p', (name, found) => {
    expect(heldFor(held, name)).toBe(found);
  });
});

describe('a certificate', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const day = 86_400_000;

  it('is far from its end, near it, or past it', () => {
    expect(expiryOf(now + 14 * day, now)).toBe('far');
    expect(expiryOf(now + 14 * day - 1, now)).toBe('soon');
    expect(expiryOf(now, now)).toBe('past');
  });

  it('has whole days left, and none below zero', () => {
    expect([daysLeft(now + 2.5 * day, now), daysLeft(now - day, now)]).toEqual([2, 0]);
  });
});
