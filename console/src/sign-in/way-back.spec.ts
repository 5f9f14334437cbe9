import { describe, expect, it } from '@jest/globals';
import { wayBack } from './way-back.ts';

describe('the way back after signing in', () => {
  it.each([
    ['/tokens?show=tok-1', '/tokens?show=tok-1'],
    [undefined, '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/sign-in?next=/', '/'],
  ])('of %s is %s', (next, way) => expect(wayBack(next)).toBe(way));
});
