import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { existsSync, readFileSync } from 'node:fs';
import type { DriverLaunch, Place } from './launch.ts';
import type { DrivenReplica, ReplicaDriver, ReplicaExit } from './replica.driver.ts';

/** A program of Node: the same in every driver. */
export type Program = Readonly<{
  replicaId: string;
  /** Of Node. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}>;

/** A driver under test and what the tests must know of its world. */
export type DriverUnderTest = Readonly<{
  /** A driver on an empty node. */
  fresh: () => ReplicaDriver;
  /** Another driver on the node of the last one, as after the agent was killed: nothing was closed in order. */
  successor: () => ReplicaDriver;
  program: (program: Program) => DriverLaunch;
  /** An engine that serves HTTP, and where, if its launch says that. */
  engine: (replicaId: string) => Promise<Readonly<{ launch: DriverLaunch; place: Place | null }>>;
  /** Variables of the environment that a program finds there beside those that it was given. */
  ownVariables: readonly string[];
  /** The processes of a replica that live. */
  living: (replica: DrivenReplica) => number[] | Promise<number[]>;
  /** How somebody else on its machine ends a replica that stands still; null: none can be made to, from outside. */
  killsFrozen: ((replica: DrivenReplica) => void | Promise<void>) | null;
  /** Whether the two outputs of a program are told apart; else all of it is in the first. */
  separatesOutputs: boolean;
  /** Of the times of an end that nobody watched. */
  precisionUs: number;
  /** Where engines are reached. */
  hosts: RegExp;
  nodeId: () => string;
  /** After all: removes whatever is left. */
  clean: () => void | Promise<void>;
}>;

jest.setTimeout(60_000);

const ID = 'repl-0000000000a1';
const OTHER = 'repl-0000000000a2';

/** Without what the platform itself says about the replica. */
const writtenTo = (file: string): string => readFileSync(file, 'utf8').replaceAll(/^tidegate: .*\n/gm, '');

/** What every driver must keep, whatever it runs replicas as. */
export const driverConformance = (name: string, under: DriverUnderTest): void => {
  let driver: ReplicaDriver;
  const drivers: ReplicaDriver[] = [];
  let exits: ReplicaExit[];

  const watched = (made: ReplicaDriver): ReplicaDriver => {
    drivers.push(made);
    made.onExit((exit) => exits.push(exit));
    return made;
  };
  const start = (launch: DriverLaunch, signal = new AbortController().signal) =>
    driver.start(launch, { nodeId: under.nodeId(), signal, writes: () => undefined });
  const script = (text: string, env: Record<string, string> = {}, replicaId = ID) =>
    start(under.program({ replicaId, args: ['-e', text], env }));
  const ends = (replica: DrivenReplica) =>
    eventually(async () => expect(await under.living(replica)).toEqual([]), 15_000);
  const SERVES = 'setInterval(() => {}, 1000); console.log("up")';
  const up = (file: string) => eventually(() => expect(writtenTo(file)).toContain('up\n'), 15_000);
  const exitOf = (replicaId: string) =>
    eventually(() => {
      const found = exits.filter((exit) => exit.replicaId === replicaId);
      expect(found).toHaveLength(1);
      return found[0]!;
    }, 15_000);

  beforeEach(async () => {
    exits = [];
    driver = watched(under.fresh());
    expect(await driver.adopt()).toEqual([]);
  });

  afterEach(async () => {
    await Promise.all([ID, OTHER].map((replicaId) => driver.stop(replicaId, 0)));
    for (const made of drivers.splice(0)) made.close();
    await under.clean();
  });

  describe(`a replica that the ${name} driver runs`, () => {
    it('appends what it writes to its two outputs', async () => {
      const { output } = await script('console.log("out 1"); console.error("err 1"); console.log("out 2")');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 0 });
      const [stdout, stderr] = [output.stdout, output.stderr].map((file) => writtenTo(file));
      const ofOne = (name: string): string[] => stdout!.split('\n').filter((line) => line.startsWith(name));
      expect(ofOne('out')).toEqual(['out 1', 'out 2']);
      const written = under.separatesOutputs ? stderr! : stdout!;
      expect(written.split('\n').filter((line) => !line.startsWith('out'))).toEqual(['err 1', '']);
    });

    it('sees the environment that it was given and nothing else', async () => {
      process.env['NATS_TOKEN'] = 'a-secret';
      const { output } = await script('console.log(JSON.stringify(process.env))', { MODEL_CACHE: '/cache' });
      await exitOf(ID);
      delete process.env['NATS_TOKEN'];
      const seen = Object.keys(JSON.parse(writtenTo(output.stdout)) as object);
      expect(seen.filter((variable) => !under.ownVariables.includes(variable))).toEqual(['MODEL_CACHE']);
    });

    it('gets each argument as it is', async () => {
      const args = [
        '-e',
        'console.log(JSON.stringify(process.argv.slice(1)))',
        '--',
        'a b',
        '$HOME',
        '"',
        "'",
        '',
      ];
      const { output } = await start(under.program({ replicaId: ID, args, env: {} }));
      await exitOf(ID);
      expect(JSON.parse(writtenTo(output.stdout))).toEqual(['a b', '$HOME', '"', "'", '']);
    });

    it('has its exit code told once, with the time', async () => {
      const { startedAtUs } = await script('process.exit(7)');
      const { exitCode, atUs } = await exitOf(ID);
      expect(exitCode).toBe(7);
      expect(atUs).toBeGreaterThanOrEqual(startedAtUs);
      expect(atUs).toBeLessThanOrEqual(Number(process.hrtime.bigint() / 1000n));
    });

    it('has a signal that ended it told as 128 and its number', async () => {
      await script('process.kill(process.pid, "SIGKILL")');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 137 });
    });

    it('is alive until it ends', async () => {
      await script(SERVES);
      expect(driver.isAlive(ID)).toBe(true);
      await driver.stop(ID, 5000);
      expect(driver.isAlive(ID)).toBe(false);
    });

    it('does not run twice', async () => {
      await script(SERVES);
      await expect(script(SERVES)).rejects.toThrow(/runs already/);
    });

    it('runs again under its id once its end was told, and its output goes on', async () => {
      await script('console.log("first")');
      await exitOf(ID);
      exits.length = 0;
      const { output } = await script('console.log("second"); process.exit(3)');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 3 });
      expect(writtenTo(output.stdout)).toBe('first\nsecond\n');
    });
  });

  describe(`an engine that the ${name} driver runs`, () => {
    const isReady = async (replica: DrivenReplica, place: Place | null): Promise<string> => {
      const { host, port } = replica.place ?? place!;
      const address = `${host}:${String(port)}`;
      await eventually(
        async () => expect((await fetch(`http://${address}/health`)).status).toBe(200),
        20_000,
      );
      return address;
    };

    it('answers where it is said to be, each at its own place', async () => {
      const addresses = await Promise.all(
        [ID, OTHER].map(async (replicaId) => {
          const { launch, place } = await under.engine(replicaId);
          return isReady(await start(launch), place);
        }),
      );
      expect(new Set(addresses).size).toBe(2);
      expect(addresses.every((address) => under.hosts.test(address))).toBe(true);
    });

    it('is at the same place for a successor', async () => {
      const { launch, place } = await under.engine(ID);
      const first = await start(launch);
      await isReady(first, place);
      driver.close();
      driver = watched(under.successor());
      const [adopted] = await driver.adopt();
      expect(adopted).toEqual(first);
      await isReady(adopted!, place);
    });
  });

  const standsStill = () =>
    describe(`a replica that the ${name} driver lets stand still`, () => {
      const COUNTS = 'let n = 0; setInterval(() => console.log("up\\n" + n++), 20)';
      const lines = (file: string): number => writtenTo(file).split('\n').length;
      const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const isStill = async (file: string): Promise<boolean> => {
        await after(150);
        const before = lines(file);
        await after(300);
        return lines(file) === before;
      };
      const asleep = async (text = COUNTS): Promise<DrivenReplica> => {
        const replica = await script(text);
        await up(replica.output.stdout);
        await driver.freeze(ID);
        return replica;
      };

      it('does nothing, lives, and goes on when it may', async () => {
        const { output } = await asleep();
        expect(await isStill(output.stdout)).toBe(true);
        expect(driver.isAlive(ID)).toBe(true);
        expect(exits).toEqual([]);
        await driver.thaw(ID);
        expect(await isStill(output.stdout)).toBe(false);
      });

      it('may be told twice, of either', async () => {
        const { output } = await asleep();
        await driver.freeze(ID);
        expect(await isStill(output.stdout)).toBe(true);
        await driver.thaw(ID);
        await driver.thaw(ID);
        expect(await isStill(output.stdout)).toBe(false);
      });

      it('stands still with all that it has started', async () => {
        const child = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(COUNTS)}], { stdio: "inherit" })`;
        const { output } = await asleep(`${child}; setInterval(() => {}, 1000)`);
        expect(await isStill(output.stdout)).toBe(true);
      });

      it('hears a stop, and finishes', async () => {
        const { output } = await asleep(
          `process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); ${COUNTS}`,
        );
        const before = performance.now();
        await driver.stop(ID, 30_000);
        expect(performance.now() - before).toBeLessThan(10_000);
        expect(await exitOf(ID)).toMatchObject({ exitCode: 0 });
        expect(writtenTo(output.stdout)).toContain('bye\n');
      });

      it('can be killed at once', async () => {
        const replica = await asleep();
        await driver.stop(ID, 0);
        await exitOf(ID);
        await ends(replica);
      });

      it('stands still for a successor, which can let it go on', async () => {
        const first = await asleep();
        driver.close();
        driver = watched(under.successor());
        expect(await driver.adopt()).toEqual([first]);
        expect(driver.isAlive(ID)).toBe(true);
        expect(await isStill(first.output.stdout)).toBe(true);
        await driver.thaw(ID);
        await eventually(async () => expect(await isStill(first.output.stdout)).toBe(false));
        await driver.freeze(ID);
        expect(await isStill(first.output.stdout)).toBe(true);
      });

      it('has its end told when somebody kills it', async () => {
        const replica = await asleep();
        await under.killsFrozen?.(replica);
        expect(await exitOf(ID)).toMatchObject({ exitCode: 137 });
        await ends(replica);
      });

      it('has to run', async () => {
        await expect(driver.freeze(OTHER)).rejects.toThrow(/does not run/);
        await expect(driver.thaw(OTHER)).rejects.toThrow(/does not run/);
      });
    });

  if (under.killsFrozen) standsStill();
  else
    describe(`a replica that the ${name} driver runs`, () => {
      it('cannot be made to stand still, and this is said', async () => {
        await script(SERVES);
        await expect(driver.freeze(ID)).rejects.toThrow(/stand still/);
        expect(driver.isAlive(ID)).toBe(true);
      });
    });

  describe(`a stop by the ${name} driver`, () => {
    it('lets the replica finish and learns its exit code', async () => {
      const { output } = await script(
        'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); setInterval(() => {}, 1000); console.log("up")',
      );
      await up(output.stdout);
      await driver.stop(ID, 10_000);
      expect(await exitOf(ID)).toMatchObject({ exitCode: 0 });
      expect(writtenTo(output.stdout)).toBe('up\nbye\n');
    });

    it('kills, after the limit, a replica that does not listen', async () => {
      const replica = await script(`process.on("SIGTERM", () => {}); ${SERVES}`);
      await up(replica.output.stdout);
      const before = performance.now();
      await driver.stop(ID, 300);
      expect(performance.now() - before).toBeGreaterThanOrEqual(299);
      await exitOf(ID);
      await ends(replica);
    });

    it('leaves none of the processes that the replica has started', async () => {
      const helper = `require("child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "inherit" })`;
      const replica = await script(`${helper}; ${SERVES}`);
      await up(replica.output.stdout);
      await eventually(async () => expect((await under.living(replica)).length).toBeGreaterThanOrEqual(2));
      await driver.stop(ID, 5000);
      await ends(replica);
    });

    it.each([0, 3, 10, 30])('is heard by a replica that was started %d ms ago', async (agoMs) => {
      await script(SERVES);
      await new Promise((resolve) => setTimeout(resolve, agoMs));
      const before = performance.now();
      await driver.stop(ID, 60_000);
      expect(performance.now() - before).toBeLessThan(10_000);
    });

    it('before it runs leaves nothing of it', async () => {
      const starting = new AbortController();
      const started = start(under.program({ replicaId: ID, args: ['-e', SERVES], env: {} }), starting.signal);
      starting.abort();
      const replica = await started.catch(() => undefined);
      // What ran already at that moment is stopped like any other.
      await driver.stop(ID, 5000);
      if (replica) await ends(replica);
      expect(driver.isAlive(ID)).toBe(false);
      await driver.remove(ID);
    });

    it('is done at once for one that does not run', async () => {
      await driver.stop(ID, 60_000);
      expect(exits).toEqual([]);
    });
  });

  describe(`a successor on the node of a ${name} driver`, () => {
    it('adopts what runs, tells its end and can stop it', async () => {
      const first = await script(SERVES);
      await up(first.output.stdout);
      driver.close();
      driver = watched(under.successor());
      expect(await driver.adopt()).toEqual([first]);
      expect(driver.isAlive(ID)).toBe(true);
      await expect(script(SERVES)).rejects.toThrow(/runs already/);
      await driver.stop(ID, 5000);
      expect(await exitOf(ID)).toMatchObject({ exitCode: 143 });
      await ends(first);
    });

    it('tells the end, its code and its time, of one that ended while nobody looked', async () => {
      const replica = await script('setTimeout(() => process.exit(5), 100)');
      driver.close();
      await ends(replica);
      const endedByUs = Number(process.hrtime.bigint() / 1000n);
      await new Promise((resolve) => setTimeout(resolve, 300));
      driver = watched(under.successor());
      expect(await driver.adopt()).toHaveLength(1);
      expect(exits).toEqual([]);
      const { exitCode, atUs } = await exitOf(ID);
      expect(exitCode).toBe(5);
      expect(atUs).toBeGreaterThanOrEqual(replica.startedAtUs + Math.max(0, 90_000 - under.precisionUs));
      expect(atUs).toBeLessThan(endedByUs + 20_000);
    });
  });

  describe(`what a ${name} driver keeps of a replica`, () => {
    it('goes when it is removed, and what is kept of others stays', async () => {
      const { output } = await script('console.log(1)');
      const other = await script('console.log(2)', {}, OTHER);
      await exitOf(ID);
      await exitOf(OTHER);
      await driver.remove(ID);
      expect(existsSync(output.stdout)).toBe(false);
      expect(writtenTo(other.output.stdout)).toBe('2\n');
    });

    it('stays as long as it runs', async () => {
      await script(SERVES);
      await expect(driver.remove(ID)).rejects.toThrow(/still runs/);
    });
  });
};
