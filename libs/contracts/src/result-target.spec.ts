import { describe, expect, it } from '@jest/globals';
import { locationOf, readTarget } from './result-target.ts';

const place = (text: string | null) => {
  const target = readTarget(text);
  if (typeof target === 'string') throw new Error(target);
  return locationOf({ target, endpointId: 'endpt-1', invocationId: 'inv-1' }, '/status');
};

describe('a target of results', () => {
  it('is the platform, a folder below the results folder, or a bucket', () => {
    expect(place(null)).toBe('/status');
    expect(place('team/a')).toBe('team/a/api/endpt-1/request/inv-1.json');
    expect(place('s3://my-bucket')).toBe('s3://my-bucket/api/endpt-1/request/inv-1.json');
    expect(place('s3://my.bucket/some/where/')).toBe(
      's3://my.bucket/some/where/api/endpt-1/request/inv-1.json',
    );
  });

  it.each([
    ['..', '“..”'],
    ['a/../b', '“..”'],
    ['./a', '“..”'],
    ['s3://bucket/../x', '“..”'],
    ['/etc', 'relative'],
    ['\\\\host\\share', 'relative'],
    ['C:/x', 'relative'],
    ['', 'letters'],
    ['a//b', 'letters'],
    ['a b', 'letters'],
    ['a\0b', 'letters'],
    ['a%2e%2e', 'letters'],
    ['a\\..\\b', 'letters'],
    ['s3://', 'bucket'],
    ['s3://UPPER/x', 'bucket'],
    ['s3://a..b/x', 'bucket'],
    ['s3://10.0.0.1/x', 'bucket'],
    ['s3://bucket@evil/x', 'bucket'],
    ['file:///etc', 'neither'],
    ['https://host/x', 'neither'],
    [Array.from({ length: 17 }, () => 'a').join('/'), '16'],
  ])('is refused as %j', (text, why) => {
    expect(readTarget(text)).toContain(why);
  });
});
