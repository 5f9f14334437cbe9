import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { existsSync, readFileSync } from 'node:fs';
import type { ReplicaDriver, ReplicaExit } from './replica.driver.ts';

/** A driver under test and what the tests must know of its world. */
export type DriverUnderTest = Readonly<{
  /** A driver on an empty node. */
  fresh: () => ReplicaDriver;
  /** Another driver on the node of the last one, as after the agent was killed: nothing was closed in order. */
  successor: () => ReplicaDriver;
  /** The processes of a group that live. */
  living: (groupId: number) => number[];
  /** After all: removes whatever is left. */
  clean: () => void;
}>;

jest.setTimeout(30_000);

const ID = 'repl-0000000000a1';
const OTHER = 'repl-0000000000a2';

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
  const script = (text: string, env: Record<string, string> = {}, replicaId = ID) =>
    driver.start({ replicaId, command: process.execPath, args: ['-e', text], env });
  const SERVES = 'setInterval(() => {}, 1000); console.log("up")';
  const up = (file: string) => eventually(() => expect(readFileSync(file, 'utf8')).toContain('up\n'), 10_000);
  const exitOf = (replicaId: string) =>
    eventually(() => {
      const found = exits.filter((exit) => exit.replicaId === replicaId);
      expect(found).toHaveLength(1);
      return found[0]!;
    }, 10_000);

  beforeEach(async () => {
    exits = [];
    driver = watched(under.fresh());
    expect(await driver.adopt()).toEqual([]);
  });

  afterEach(async () => {
    await Promise.all([ID, OTHER].map((replicaId) => driver.stop(replicaId, 0)));
    for (const made of drivers.splice(0)) made.close();
    under.clean();
  });

  describe(`a replica that the ${name} driver runs`, () => {
    it('appends what it writes to its two outputs', async () => {
      const { output } = script('console.log("out 1"); console.error("err 1"); console.log("out 2")');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 0 });
      expect(readFileSync(output.stdout, 'utf8')).toBe('out 1\nout 2\n');
      expect(readFileSync(output.stderr, 'utf8')).toBe('err 1\n');
    });

    it('sees the environment that it was given and nothing else', async () => {
      process.env['NATS_TOKEN'] = 'a-secret';
      const { output } = script('console.log(JSON.stringify(process.env))', { MODEL_CACHE: '/cache' });
      await exitOf(ID);
      delete process.env['NATS_TOKEN'];
      const seen = Object.keys(JSON.parse(readFileSync(output.stdout, 'utf8')) as object);
      const ofTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_', '__CF_USER_TEXT_ENCODING'];
      expect(seen.filter((variable) => !ofTheShell.includes(variable))).toEqual(['MODEL_CACHE']);
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
      const { output } = driver.start({ replicaId: ID, command: process.execPath, args, env: {} });
      await exitOf(ID);
      expect(JSON.parse(readFileSync(output.stdout, 'utf8'))).toEqual(['a b', '$HOME', '"', "'", '']);
    });

    it('has its exit code told once, with the time', async () => {
      const { startedAtUs } = script('process.exit(7)');
      const { exitCode, atUs } = await exitOf(ID);
      expect(exitCode).toBe(7);
      expect(atUs).toBeGreaterThanOrEqual(startedAtUs);
      expect(atUs).toBeLessThanOrEqual(Number(process.hrtime.bigint() / 1000n));
    });

    it('has a signal that ended it told as 128 and its number', async () => {
      script('process.kill(process.pid, "SIGKILL")');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 137 });
    });

    it('is alive until it ends', async () => {
      script(SERVES);
      expect(driver.isAlive(ID)).toBe(true);
      await driver.stop(ID, 5000);
      expect(driver.isAlive(ID)).toBe(false);
    });

    it('does not run twice', () => {
      script(SERVES);
      expect(() => script(SERVES)).toThrow(/runs already/);
    });

    it('runs again under its id once its end was told, and its output goes on', async () => {
      script('console.log("first")');
      await exitOf(ID);
      exits.length = 0;
      const { output } = script('console.log("second"); process.exit(3)');
      expect(await exitOf(ID)).toMatchObject({ exitCode: 3 });
      expect(readFileSync(output.stdout, 'utf8')).toBe('first\nsecond\n');
    });
  });

  describe(`a stop by the ${name} driver`, () => {
    it('lets the replica finish and learns its exit code', async () => {
      const { output } = script(
        'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); setInterval(() => {}, 1000); console.log("up")',
      );
      await up(output.stdout);
      await driver.stop(ID, 10_000);
      expect(await exitOf(ID)).toMatchObject({ exitCode: 0 });
      expect(readFileSync(output.stdout, 'utf8')).toBe('up\nbye\n');
    });

    it('kills, after the limit, a replica that does not listen', async () => {
      const { output, groupId } = script(`process.on("SIGTERM", () => {}); ${SERVES}`);
      await up(output.stdout);
      const before = performance.now();
      await driver.stop(ID, 300);
      expect(performance.now() - before).toBeGreaterThanOrEqual(299);
      await exitOf(ID);
      await eventually(() => expect(under.living(groupId)).toEqual([]));
    });

    it('leaves none of the processes that the replica has started', async () => {
      const helper = `require("child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "inherit" })`;
      const { output, groupId } = script(`${helper}; ${SERVES}`);
      await up(output.stdout);
      await eventually(() => expect(under.living(groupId).length).toBeGreaterThanOrEqual(2));
      await driver.stop(ID, 5000);
      await eventually(() => expect(under.living(groupId)).toEqual([]));
    });

    it.each([0, 3, 10, 30])('is heard by a replica that was started %d ms ago', async (agoMs) => {
      script(SERVES);
      await new Promise((resolve) => setTimeout(resolve, agoMs));
      const before = performance.now();
      await driver.stop(ID, 60_000);
      expect(performance.now() - before).toBeLessThan(10_000);
    });

    it('is done at once for one that does not run', async () => {
      await driver.stop(ID, 60_000);
      expect(exits).toEqual([]);
    });
  });

  describe(`a successor on the node of a ${name} driver`, () => {
    it('adopts what runs, tells its end and can stop it', async () => {
      const first = script(SERVES);
      await up(first.output.stdout);
      driver.close();
      driver = watched(under.successor());
      expect(await driver.adopt()).toEqual([first]);
      expect(driver.isAlive(ID)).toBe(true);
      expect(() => script(SERVES)).toThrow(/runs already/);
      await driver.stop(ID, 5000);
      expect(await exitOf(ID)).toMatchObject({ exitCode: 143 });
      await eventually(() => expect(under.living(first.groupId)).toEqual([]));
    });

    it('tells the end, its code and its time, of one that ended while nobody looked', async () => {
      const { startedAtUs, groupId } = script('setTimeout(() => process.exit(5), 100)');
      driver.close();
      await eventually(() => expect(under.living(groupId)).toEqual([]), 10_000);
      const endedByUs = Number(process.hrtime.bigint() / 1000n);
      await new Promise((resolve) => setTimeout(resolve, 300));
      driver = watched(under.successor());
      expect(await driver.adopt()).toHaveLength(1);
      expect(exits).toEqual([]);
      const { exitCode, atUs } = await exitOf(ID);
      expect(exitCode).toBe(5);
      expect(atUs).toBeGreaterThan(startedAtUs + 90_000);
      expect(atUs).toBeLessThan(endedByUs + 20_000);
    });
  });

  describe(`what a ${name} driver keeps of a replica`, () => {
    it('goes when it is removed, and what is kept of others stays', async () => {
      const { output } = script('console.log(1)');
      const other = script('console.log(2)', {}, OTHER);
      await exitOf(ID);
      await exitOf(OTHER);
      await driver.remove(ID);
      expect(existsSync(output.stdout)).toBe(false);
      expect(readFileSync(other.output.stdout, 'utf8')).toBe('2\n');
    });

    it('stays as long as it runs', async () => {
      script(SERVES);
      await expect(driver.remove(ID)).rejects.toThrow(/still runs/);
    });
  });
};
