import { describe, expect, it } from '@jest/globals';
import { HOW_TO_INSTALL } from './nats-binary.ts';
import { installNats, type Machine } from './nats-install.ts';

type Fake = Readonly<{ machine: Machine; ran: string[]; said: string[]; say: (line: string) => void }>;

/** A machine whose programs do what `answers` says, by their command line; a string is a failure's text. */
const fake = (facts: Partial<Machine>, answers: Record<string, (string | undefined)[]> = {}): Fake => {
  const [ran, said]: [string[], string[]] = [[], []];
  const machine: Machine = {
    platform: 'linux',
    isRoot: true,
    has: (program) => Promise.resolve(program === 'apt-get'),
    run: (program, words) => {
      const command = [program, ...words].join(' ');
      ran.push(command);
      const failure = answers[command]?.shift();
      return failure === undefined ? Promise.resolve() : Promise.reject(new Error(failure));
    },
    runsServices: () => Promise.resolve(false),
    find: () => Promise.resolve('/usr/sbin/nats-server'),
    ...facts,
  };
  return { machine, ran, said, say: (line) => said.push(line) };
};

const APT = 'apt-get install -y --no-install-recommends nats-server';

describe('installing nats-server as root on Debian', () => {
  it('asks apt-get, says so, and answers the path', async () => {
    const { machine, ran, said, say } = fake({});
    await expect(installNats(say, machine)).resolves.toBe('/usr/sbin/nats-server');
    expect(ran).toEqual([APT]);
    expect(said).toEqual(['installing nats-server with apt-get']);
  });

  it('fetches package lists only when the package is unknown', async () => {
    const { machine, ran, say } = fake({}, { [APT]: ['E: Unable to locate package nats-server'] });
    await installNats(say, machine);
    expect(ran).toEqual([APT, 'apt-get update', APT]);
  });

  it('switches off the service that systemd started for the package', async () => {
    const { machine, ran, say } = fake({ runsServices: () => Promise.resolve(true) });
    await installNats(say, machine);
    expect(ran).toEqual([APT, 'systemctl disable --now nats-server']);
  });

  it('says the reason, then how to install, when apt-get fails', async () => {
    const { machine, said, say } = fake({}, { [APT]: ['E: Could not get lock /var/lib/dpkg/lock'] });
    await expect(installNats(say, machine)).rejects.toThrow(HOW_TO_INSTALL);
    expect(said.at(-1)).toContain('Could not get lock');
  });
});

describe('installing nats-server where nothing may be installed', () => {
  it.each([
    ['a user who is not root', { isRoot: false }],
    ['a system without apt-get', { has: () => Promise.resolve(false) }],
    ['a Mac without brew', { platform: 'darwin', has: () => Promise.resolve(false) }],
  ] satisfies [string, Partial<Machine>][])(
    'runs nothing for %s and says how in one line',
    async (_who, facts) => {
      const { machine, ran, say } = fake(facts);
      await expect(installNats(say, machine)).rejects.toThrow(HOW_TO_INSTALL);
      expect(ran).toEqual([]);
      expect(HOW_TO_INSTALL).not.toContain('\n');
    },
  );
});

describe('installing nats-server on a Mac with brew', () => {
  it('asks brew', async () => {
    const { machine, ran, say } = fake({
      platform: 'darwin',
      isRoot: false,
      has: () => Promise.resolve(true),
    });
    await installNats(say, machine);
    expect(ran).toEqual(['brew install nats-server']);
  });
});
