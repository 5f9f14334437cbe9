import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hostName, hostOf } from '../wire/host.ts';
import { readHead } from '../wire/request-head.ts';
import { Callers } from './callers.gateway.ts';

const callerOf = (trusted: string[], peer: string, headers: Record<string, string | string[]> = {}) => {
  const raw = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  return new Callers(trusted).of({ remoteAddress: peer, localPort: 8080 }, readHead(raw), '/', false);
};
const addressOf = (trusted: string[], peer: string, ...forwardedFor: string[]) =>
  callerOf(trusted, peer, { 'x-forwarded-for': forwardedFor }).address;

describe('the address of a caller', () => {
  it('is that of its connection when no proxy is trusted, whatever it says', () => {
    expect(addressOf([], '203.0.113.9', '10.0.0.1')).toBe('203.0.113.9');
    expect(addressOf(['10.0.0.0/8'], '203.0.113.9', '10.0.0.1')).toBe('203.0.113.9');
    expect(addressOf([], '::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  it.each([
    ['the one the trusted proxy names', ['198.51.100.1'], '198.51.100.1'],
    ['the last that is no trusted proxy', ['6.6.6.6, 198.51.100.1, 10.0.0.2'], '198.51.100.1'],
    ['read over several headers', ['6.6.6.6', '198.51.100.1', '10.0.0.2'], '198.51.100.1'],
    ['without the port that some proxies add', ['198.51.100.1:5123'], '198.51.100.1'],
    ['IPv6 in brackets', ['[2001:DB8::1]:443'], '2001:db8::1'],
    ['an IPv4 address inside an IPv6 one', ['::ffff:198.51.100.1'], '198.51.100.1'],
    ['the first of the list when all are trusted', ['10.0.0.3, 10.0.0.2'], '10.0.0.3'],
    ['the proxy when it names none', [], '10.0.0.1'],
    ['the proxy when it names nobody', ['198.51.100.1, unknown'], '10.0.0.1'],
  ])('behind a trusted proxy is %s', (_what, forwardedFor, wanted) => {
    expect(addressOf(['10.0.0.0/8'], '10.0.0.1', ...forwardedFor)).toBe(wanted);
  });

  it('cannot be chosen by a caller who is no proxy: what it writes stands left of what the proxy saw', () => {
    const outside = fc.ipV4().filter((address) => !address.startsWith('10.'));
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constant('10.0.0.9'));
    fc.assert(
      fc.property(outside, fc.array(text, { maxLength: 5 }), fc.nat(3), (real, written, hops) => {
        const proxies = Array.from({ length: hops }, (_, i) => `10.0.0.${String(i + 2)}`);
        const line = [...written, real, ...proxies].join(', ');
        expect(addressOf(['10.0.0.0/8'], '10.0.0.1', line)).toBe(real);
      }),
    );
  });
});

describe('how a call was made', () => {
  const SAID = {
    host: 'inner:8080',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'models.example.com',
    'x-forwarded-port': '443',
  };

  it('is told by a trusted proxy', () => {
    expect(callerOf(['10.0.0.1'], '10.0.0.1', SAID)).toMatchObject({
      proto: 'https',
      host: 'models.example.com',
      port: 443,
    });
  });

  it('is told by nobody else', () => {
    expect(callerOf(['10.0.0.1'], '10.0.0.2', SAID)).toMatchObject({
      proto: 'http',
      host: 'inner:8080',
      port: 8080,
    });
  });

  it.each(['0', '70000', 'x', ''])('has a port even when the proxy says nonsense: %j', (port) => {
    expect(callerOf(['10.0.0.1'], '10.0.0.1', { 'x-forwarded-port': port }).port).toBe(8080);
  });
});

describe('a host', () => {
  it.each([
    ['Models.Example.com:443', 'models.example.com'],
    ['models.example.com.', 'models.example.com'],
    ['[::1]:80', '[::1]'],
    ['127.0.0.1', '127.0.0.1'],
  ])('has one name: %s', (host, wanted) => {
    expect(hostName(host)).toBe(wanted);
  });

  it('is that of an absolute target before that of the header', () => {
    expect(hostOf('/x', 'a')).toBe('a');
    expect(hostOf('http://b:1/x', 'a')).toBe('b:1');
    expect(hostOf('*', undefined)).toBeUndefined();
  });
});
