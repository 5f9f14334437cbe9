import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHome, wipeHome } from './home.ts';
import { endLeftovers, recordPid } from './leftovers.ts';
import { lockHome, writeNamed } from './lock.ts';
import { choosePorts } from './ports.ts';
import { keptSecret, randomToken } from './secrets.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-int-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sleeper = async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return { child, pid: child.pid ?? 0, exited: once(child, 'exit') };
};

describe('a home', () => {
  it('is made where there is nothing, with what is secret closed to others', async () => {
    const home = await openHome(join(folder, 'new'));
    for (const closed of [home.secrets, home.run, home.logs, home.agent])
      expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });

  it("is never made among somebody's files", async () => {
    await writeFile(join(folder, 'thesis.txt'), 'years of work');
    await expect(openHome(folder)).rejects.toThrow("holds files that are not Tidegate's");
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  it('is wiped but for its marker and the lock', async () => {
    const home = await openHome(folder);
    const release = await lockHome(home.run);
    await writeFile(join(home.secrets, 'token'), 'old');
    await mkdir(home.postgres);
    await wipeHome(home);
    expect(await readdir(home.secrets)).toEqual([]);
    expect(await readdir(folder)).not.toContain('postgres');
    expect(await readdir(home.run)).toEqual(['launcher.lock']);
    await release();
  });

  it('is not wiped without its marker', async () => {
    const home = await openHome(folder);
    await rm(join(folder, '.tidegate-home'));
    await writeFile(join(home.models, 'mine.gguf'), 'x');
    await expect(wipeHome(home)).rejects.toThrow('is not wiped');
    expect(await readdir(home.models)).toEqual(['mine.gguf']);
  });
});

describe("a home's lock", () => {
  it('is one launcher’s at a time, and the other is told whose', async () => {
    const release = await lockHome(folder);
    await expect(lockHome(folder)).rejects.toThrow(`by process ${process.pid}`);
    await release();
    await (
      await lockHome(folder)
    )();
  });

  it('passes from a launcher that is gone, even if its pid lives on in another program', async () => {
    await writeFile(join(folder, 'launcher.lock'), `${process.pid}\nof another start\n`);
    const release = await lockHome(folder);
    expect(await readFile(join(folder, 'launcher.lock'), 'utf8')).not.toContain('another start');
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to one of many that find it dead at once', async () => {
    await writeFile(join(folder, 'launcher.lock'), '1\nof another start\n');
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockHome(folder)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what a killed launcher left', () => {
  it('is ended when the pid file names that very process', async () => {
    const { pid, exited } = await sleeper();
    const said: string[] = [];
    await recordPid(folder, 'scheduler', pid);
    await endLeftovers(folder, (line) => said.push(line));
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(said).toEqual([`ending scheduler (process ${pid}), left by an earlier start`]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not any process that has got the pid since', async () => {
    const { child, pid } = await sleeper();
    await writeFile(join(folder, 'scheduler.pid'), `${pid}\nan older stamp\n`);
    await endLeftovers(folder, () => undefined);
    expect(child.signalCode).toBeNull();
    child.kill('SIGKILL');
  });
});

describe('ports and secrets', () => {
  it('are the same at the next start', async () => {
    const ports = await choosePorts(folder, ['api', 'nats']);
    expect(await choosePorts(folder, ['api', 'nats'])).toEqual(ports);
    const path = join(folder, 'secret');
    const secret = await keptSecret(path, randomToken);
    expect(await keptSecret(path, randomToken)).toBe(secret);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('a pid file', () => {
  it('has the pid alone on its first line', async () => {
    const path = join(folder, 'api.pid');
    await writeNamed(path, process.pid);
    expect((await readFile(path, 'utf8')).split('\n')[0]).toBe(String(process.pid));
  });
});
