import { describe, expect, it } from '@jest/globals';
import { parseFlags } from './flags.ts';

const accepted = (...args: string[]): object => {
  const parsed = parseFlags(['--model', '/models/tiny.gguf', ...args]);
  return 'flags' in parsed ? parsed.flags : parsed;
};

describe('the engine flags', () => {
  it('have defaults for a small machine', () => {
    expect(accepted()).toMatchObject({
      modelPath: '/models/tiny.gguf',
      alias: 'tiny.gguf',
      host: '127.0.0.1',
      port: 8080,
      contextTokens: 4096,
      parallel: 4,
      threads: 1,
      checkOnly: false,
    });
  });

  it('are read as pairs, the switch alone', () => {
    expect(accepted('--check-config', '--alias', 'hello', '--port', '0', '--ctx-size', '2048')).toMatchObject(
      {
        alias: 'hello',
        port: 0,
        contextTokens: 2048,
        checkOnly: true,
      },
    );
  });

  it('take a value as it is, even one that looks like a flag', () => {
    expect(accepted('--alias', '--port')).toMatchObject({ alias: '--port' });
  });

  it.each([
    [['--no-such'], 'unknown flag --no-such'],
    [['toString', '1'], 'unknown flag toString'],
    [['--port'], '--port needs a value'],
    [['--port', '70000'], '--port must be a whole number from 0 to 65535'],
    [['--threads', '1.5'], '--threads must be a whole number from 1 to 256'],
    [
      ['--ctx-size', '128', '--parallel', '4'],
      '--ctx-size must leave each of --parallel slots at least 64 tokens',
    ],
  ])('refuse %j', (args, problem) => {
    expect(accepted(...args)).toEqual({ problem });
  });

  it('refuse to start without a model', () => {
    expect(parseFlags([])).toEqual({ problem: '--model PATH is required' });
  });
});
