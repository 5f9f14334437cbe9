import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cidrOf } from './cidr.ts';

const canonical = (text: string): string | undefined => {
  const result = cidrOf(text);
  return 'cidr' in result ? result.cidr : undefined;
};
const problem = (text: string): string | undefined => {
  const result = cidrOf(text);
  return 'problem' in result ? result.problem : undefined;
};

describe('a range of addresses', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['2001:DB8:0:0::/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1/128'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1/128'],
    ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
  ])('%s has one form: %s', (text, form) => {
    expect(canonical(text)).toBe(form);
  });

  it('of IPv4 addresses written as IPv6 ones is one of IPv4 addresses', () => {
    expect(canonical('::ffff:10.0.0.0/104')).toBe('10.0.0.0/8');
    expect(canonical('::ffff:c000:207')).toBe('192.0.2.7/32');
    // The range holds more than those.
    expect(canonical('::ffff:0:0/95')).toBeUndefined();
    expect(canonical('::fffe:0:0/95')).toBe('::fffe:0:0/95');
  });

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.0.2.129/25', '192.0.2.128/25'],
    ['10.0.0.1/0', '0.0.0.0/0'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:db8:8000::/33', undefined],
    ['2001:db8:8001::/33', '2001:db8:8000::/33'],
    ['::ffff:10.1.0.0/104', '10.0.0.0/8'],
  ])('%s is told its network when bits are set beyond the prefix', (text, network) => {
    expect(problem(text)).toBe(network && `has bits set beyond its prefix: the network is ${network}`);
  });

  it.each([
    '',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '10.0.0.0/8 ',
    '10.0.0.0\n',
    '::/129',
    ':::/0',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '12345::',
    '1.2.3.4::',
    'example.com',
  ])('%j is none', (text) => {
    expect(problem(text)).toEqual(expect.any(String));
  });

  it('is an address wherever another implementation finds one, and in the same form', () => {
    const ipv6 = fc.ipV6().map((address) => address.toLowerCase());
    fc.assert(
      fc.property(ipv6, (address) => {
        const url = new URL(`http://[${address}]/`).hostname.slice(1, -1);
        const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(url);
        const [high, low] = [parseInt(mapped?.[1] ?? '0', 16), parseInt(mapped?.[2] ?? '0', 16)];
        const form = mapped ? `${[high >> 8, high & 255, low >> 8, low & 255].join('.')}/32` : `${url}/128`;
        expect(canonical(address)).toBe(form);
      }),
      { numRuns: 1000 },
    );
    const odd = fc.string({
      unit: fc.constantFrom('0', '1', 'f', ':', '::', '.', '255', '256', '00'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(odd, (text) => {
        expect(canonical(text) !== undefined).toBe(isIP(text) !== 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same when it is read once more', () => {
    const prefix = fc.nat(128);
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), prefix, (address, bits) => {
        const first = cidrOf(`${address}/${String(isIP(address) === 4 ? bits % 33 : bits)}`);
        const text = 'cidr' in first ? first.cidr : (/the network is (.*)$/.exec(first.problem)?.[1] ?? '');
        expect(canonical(text)).toBe(text);
      }),
    );
  });
});
