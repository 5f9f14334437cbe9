import { describe, expect, it } from '@jest/globals';
import { defaultHome, parse } from './options.ts';

const start = (words: string[], environment: Record<string, string> = {}) => {
  const asked = parse(words, environment, false);
  if (asked.kind !== 'start') throw new Error(JSON.stringify(asked));
  return asked.options;
};

describe('the launcher without flags', () => {
  it('starts on port 7070 with the sample, and wipes nothing', () => {
    expect(start([])).toMatchObject({
      port: 7070,
      sample: true,
      fresh: false,
      json: false,
      simulateGpus: '',
    });
  });

  it('keeps its data in the home folder, or for root where nobody can get to', () => {
    expect(start([]).home).toBe(defaultHome(false));
    expect(defaultHome(true)).toBe('/var/lib/tidegate');
  });

  it('serves gRPC on a free port, on the one that is named, or not at all', () => {
    expect(start([]).grpcPort).toBeUndefined();
    expect(start([], { TIDEGATE_GRPC_PORT: '7071' }).grpcPort).toBe(7071);
    expect(start([], { TIDEGATE_GRPC_PORT: '0' }).grpcPort).toBe(0);
  });

  it('takes the servers that the environment names, and an empty name for none', () => {
    const named = { DATABASE_URL: 'postgres://db', NATS_URL: 'nats://bus', NATS_TOKEN: 'secret' };
    expect(start([], named)).toMatchObject({
      databaseUrl: 'postgres://db',
      natsUrl: 'nats://bus',
      natsToken: 'secret',
    });
    expect(start([], { DATABASE_URL: '', NATS_URL: '' })).toMatchObject({
      databaseUrl: undefined,
      natsUrl: undefined,
    });
  });
});

describe("the launcher's flags", () => {
  it('take several kinds of simulated GPUs, by commas or by repetition', () => {
    expect(start(['--simulate-gpus', '8xH100,1xA10G']).simulateGpus).toBe('8xH100,1xA10G');
    expect(start(['--simulate-gpus', '8xH100', '--simulate-gpus', '1xA10G']).simulateGpus).toBe(
      '8xH100,1xA10G',
    );
  });

  it.each([
    [['--nodes', '3'], {}, "Unknown option '--nodes'; --help lists what there is"],
    [['fresh'], {}, "Unexpected argument 'fresh'"],
    [['--simulate-gpus', 'H100'], {}, '--simulate-gpus H100: say how many of which, as in 8xH100'],
    [['--simulate-gpus', '0xH100'], {}, '--simulate-gpus 0xH100'],
    [[], { TIDEGATE_PORT: '70700' }, 'TIDEGATE_PORT=70700 is not a port'],
    [[], { TIDEGATE_GRPC_PORT: '70700' }, 'TIDEGATE_GRPC_PORT=70700 is not a port'],
    [[], { TIDEGATE_PORT: 'http' }, 'TIDEGATE_PORT=http is not a port'],
  ])('%j with %j are refused in a sentence', (words, environment, sentence) => {
    expect(parse(words, environment, false)).toMatchObject({
      kind: 'wrong',
      sentence: expect.stringContaining(sentence),
    });
  });

  it('give help before anything else', () => {
    expect(parse(['--help', '--fresh'], {}, false)).toEqual({ kind: 'help' });
  });
});
