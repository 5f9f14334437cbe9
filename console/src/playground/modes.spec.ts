import { describe, expect, it } from '@jest/globals';
import { modesOf } from './modes.ts';

describe('what can be tried', () => {
  it.each([
    ['text-generation', 'openai', 'chat'],
    ['feature-extraction', 'openai', 'embedding'],
    ['text-to-image', 'http', 'image'],
    [null, 'openai', 'chat'],
    [null, 'kserve-v2', 'raw'],
    ['object-detection', 'http', 'raw'],
    [null, undefined, 'raw'],
  ] as const)('task %s over %s begins with %s', (task, protocol, first) => {
    const modes = modesOf({ task, protocol });
    expect(modes[0]).toBe(first);
    expect(modes).toEqual(expect.arrayContaining(['raw', 'websocket']));
  });
});
