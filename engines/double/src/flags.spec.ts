import { describe, expect, it } from '@jest/globals';
import { parseFlags } from './flags.ts';

const parsed = (...args: string[]): object => {
  const result = parseFlags(args);
  return 'flags' in result ? result.flags : result;
};

describe('the flags of the double', () => {
  it('describe a quick and healthy engine by default', () => {
    expect(parsed()).toEqual({
      host: '127.0.0.1',
      port: 8000,
      model: 'engine-double',
      servedModelNames: ['engine-double'],
      startMs: 0,
      slowHealthMs: 0,
      ttftMs: 50,
      tokensPerSecond: 100,
      tokens: 32,
      maxNumSeqs: 256,
      kvCacheTokens: 65_536,
      maxModelLen: null,
      crashAfterMs: null,
      crashOnStart: null,
      crashAfterRequests: null,
      hangAfterRequests: null,
      exitCode: 1,
      errorRate: 0,
      badArguments: false,
      gatedModel: false,
      outOfMemory: 'never',
      neverOpenPort: false,
      neverHealthy: false,
      unhealthyAfterMs: null,
      logLineEveryMs: null,
      printVariable: null,
      sleepMode: false,
      shutdownTimeoutMs: 5000,
      checkConfig: false,
    });
  });

  it('let a model answer under several names', () => {
    expect(parsed('--model', 'm', '--served-model-name', 'a', '--served-model-name', 'b')).toMatchObject({
      model: 'm',
      servedModelNames: ['a', 'b'],
    });
  });

  it('take a value as it is, even one that looks like a flag', () => {
    expect(parsed('--model', '--never-open-port')).toMatchObject({
      model: '--never-open-port',
      neverOpenPort: false,
    });
  });

  it('read fractions where they make sense', () => {
    expect(parsed('--tokens-per-second', '0.5')).toMatchObject({ tokensPerSecond: 0.5 });
    expect(parsed('--ttft-ms', '0.5')).toEqual({
      problem: '--ttft-ms must be a whole number from 0 to 86400000',
    });
  });

  it.each([
    [['--no-such', '1'], 'unknown flag --no-such'],
    [['toString', '1'], 'unknown flag toString'],
    [['--port'], '--port needs a value'],
    [['--port', '-1'], '--port must be a whole number from 0 to 65535'],
    [['--crash-on-start', '256'], '--crash-on-start must be a whole number from 0 to 255'],
    [['--error-rate', '1.5'], '--error-rate must be a number from 0 to 1'],
    [['--out-of-memory', 'never'], '--out-of-memory must be start or request'],
  ])('refuse %j', (args, problem) => {
    expect(parsed(...args)).toEqual({ problem });
  });
});
