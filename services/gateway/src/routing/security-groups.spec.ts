import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GROUP, OTHER_PROJECT, endpointRequested, groupDeleted, groupSaved } from '../events.spec-helper.ts';
import { addressList, parseCidr, plainAddress } from './address-list.guard.ts';
import { newEndpoint } from './endpoint.ts';
import { SecurityGroups } from './security-groups.guard.ts';

const V4 = fc.ipV4();
const V6 = fc.ipV6();

describe('an address', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:0a01:0203', '10.1.2.3'],
    ['0:0:0:0:0:ffff:10.1.2.3', '10.1.2.3'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('has one form: %s', (text, wanted) => {
    expect(plainAddress(text)).toBe(wanted);
  });

  it.each(['', 'unknown', '10.1.2', '010.1.2.3', '10.1.2.3:80', '[::1]', 'a.example'])(
    'is none: %j',
    (text) => {
      expect(plainAddress(text)).toBeUndefined();
    },
  );
});

describe('a range of addresses', () => {
  const has = (cidr: string, address: string) => addressList([cidr]).has(plainAddress(address)!);

  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['10.9.9.9/8', '10.1.1.1', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '203.0.113.9', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1', '2001:db8::1', true],
    ['::ffff:10.0.0.0/104', '10.200.0.1', true],
    ['::ffff:10.0.0.0/104', '11.0.0.1', false],
  ])('%s and %s: %s', (cidr, address, wanted) => {
    expect(has(cidr, address)).toBe(wanted);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0/8', 'x/8', '10.0.0.0/-1', '', '10.0.0.0/8/8'])(
    'that is none holds nothing: %j',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
      expect(addressList([text]).has('10.0.0.1')).toBe(false);
    },
  );

  it('holds exactly the addresses that begin with its bits', () => {
    const bits = (address: string): string =>
      address
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('');
    fc.assert(
      fc.property(V4, V4, fc.integer({ min: 0, max: 32 }), (network, address, prefix) => {
        const wanted = bits(network).slice(0, prefix) === bits(address).slice(0, prefix);
        expect(has(`${network}/${String(prefix)}`, address)).toBe(wanted);
        expect(has(`${network}/${String(prefix)}`, `::ffff:${address}`)).toBe(wanted);
      }),
    );
    fc.assert(fc.property(V6, (address) => has(address, address)));
  });
});

describe('a security group', () => {
  const endpointIn = (...securityGroups: string[]) =>
    newEndpoint(endpointRequested({ securityGroups }).data, new Date());
  const at = (address: string, port = 443) => ({ address, port });
  const OTHER = 'sgrp-000000000002';

  it('lets anybody in where none is named', () => {
    expect(new SecurityGroups().allow(endpointIn(), at('203.0.113.9'))).toBe(true);
    expect(new SecurityGroups().allow(endpointIn(), at('unknown'))).toBe(true);
  });

  it('lets in whom any rule of any group named allows', () => {
    const groups = new SecurityGroups();
    groups.apply(groupSaved([{ cidr: '10.0.0.0/8', ports: [] }]));
    groups.apply(
      groupSaved(
        [
          { cidr: '192.0.2.0/24', ports: [] },
          { cidr: '2001:db8::/32', ports: [] },
        ],
        OTHER,
      ),
    );
    const both = endpointIn(GROUP, OTHER);
    for (const address of ['10.1.1.1', '192.0.2.1', '2001:db8::1'])
      expect(groups.allow(both, at(address))).toBe(true);
    for (const address of ['203.0.113.9', '::1', 'unknown'])
      expect(groups.allow(both, at(address))).toBe(false);
    expect(groups.allow(endpointIn(GROUP), at('192.0.2.1'))).toBe(false);
  });

  it('asks for the port called where its rule lists ports', () => {
    const groups = new SecurityGroups();
    groups.apply(
      groupSaved([
        { cidr: '10.0.0.0/8', ports: [443, 8443] },
        { cidr: '10.1.0.0/16', ports: [80] },
      ]),
    );
    const allowed = (address: string, port: number) => groups.allow(endpointIn(GROUP), at(address, port));
    expect([allowed('10.0.0.1', 443), allowed('10.0.0.1', 8443), allowed('10.0.0.1', 80)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([allowed('10.1.0.1', 80), allowed('10.1.0.1', 443)]).toEqual([true, true]);
  });

  it('is as it was saved last, and lets nobody in once it is gone, is another project’s, or was never there', () => {
    const groups = new SecurityGroups();
    const allowed = () => groups.allow(endpointIn(GROUP), at('10.1.1.1'));
    expect(allowed()).toBe(false);
    groups.apply(groupSaved([{ cidr: '10.0.0.0/8', ports: [] }]));
    expect(allowed()).toBe(true);
    groups.apply(groupSaved([{ cidr: '11.0.0.0/8', ports: [] }]));
    expect(allowed()).toBe(false);
    groups.apply(groupSaved([{ cidr: '0.0.0.0/0', ports: [] }], GROUP, OTHER_PROJECT));
    expect(allowed()).toBe(false);
    groups.apply(groupSaved([{ cidr: '0.0.0.0/0', ports: [] }]));
    expect(allowed()).toBe(true);
    groups.apply(groupDeleted());
    expect(allowed()).toBe(false);
  });
});
