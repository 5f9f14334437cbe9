import { describe, expect, it } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../launching/free-port.gateway.ts';
import { driverConformance } from './driver-conformance.spec-helper.ts';
import { processStamp } from './process-identity.gateway.ts';
import { ProcessDriver } from './process.driver.ts';

const clock = { monotonicUs: () => Number(process.hrtime.bigint() / 1000n) };

const living = (groupId: number): number[] =>
  execFileSync('ps', ['-eo', 'pid=,pgid=,state='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, group, state]) => Number(group) === groupId && !state?.startsWith('Z'))
    .map(([pid]) => Number(pid));

let root = '';
const engineFile = fileURLToPath(import.meta.resolve('@tidegate/engine-double/main'));

driverConformance('process', {
  fresh: () => {
    root = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    return new ProcessDriver(root, clock);
  },
  successor: () => new ProcessDriver(root, clock),
  program: (program) => ({ ...program, command: process.execPath }),
  engine: async (replicaId) => {
    const place = { host: '127.0.0.1', port: await freePort('127.0.0.1', new Set()), metricsPort: null };
    const args = [engineFile, '--model', 'a/b', '--host', place.host, '--port', String(place.port)];
    return { launch: { replicaId, command: process.execPath, args, env: {} }, place };
  },
  ownVariables: ['PWD', 'OLDPWD', 'SHLVL', '_', '__CF_USER_TEXT_ENCODING'],
  nodeId: () => 'node-0000000000aa',
  // The program, and not what stands between it and its driver.
  killsFrozen: ({ groupId }) => {
    for (const pid of living(groupId)) if (pid !== groupId) process.kill(pid, 'SIGKILL');
  },
  separatesOutputs: true,
  precisionUs: 0,
  hosts: /^127\.0\.0\.1:/,
  living: ({ groupId }) => living(groupId),
  clean: () => {
    rmSync(root, { recursive: true, force: true });
  },
});

describe('a process that has got the id of a replica of before', () => {
  it('is never touched', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    const stranger = spawn('/bin/sh', ['-c', 'sleep 60'], { detached: true, stdio: 'ignore' });
    // Start times are kept in hundredths of a second.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const first = new ProcessDriver(folder, clock);
    const launch = { replicaId: 'repl-0000000000a1', command: '/bin/sh', args: ['-c', 'exit 0'], env: {} };
    await first.start(launch);
    await new Promise((resolve) => setTimeout(resolve, 200));
    first.close();
    const file = join(folder, 'repl-0000000000a1', 'process.json');
    const kept = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...kept, pid: stranger.pid }));

    const driver = new ProcessDriver(folder, clock);
    await driver.adopt();
    expect(driver.isAlive('repl-0000000000a1')).toBe(false);
    await driver.stop('repl-0000000000a1', 0);

    expect(processStamp(stranger.pid!)).toBeDefined();
    driver.close();
    process.kill(-stranger.pid!, 'SIGKILL');
    rmSync(folder, { recursive: true });
  });
});

describe('a replica whose wrapper alone is killed', () => {
  it('is ended with it, and its end is told without a code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    const driver = new ProcessDriver(folder, clock);
    await driver.adopt();
    const told = new Promise((resolve) => driver.onExit(resolve));
    const launch = { replicaId: 'repl-0000000000a1', command: 'sleep', args: ['60'], env: {} };
    const { groupId } = await driver.start(launch);
    await eventually(() => expect(living(groupId)).toHaveLength(2));
    process.kill(groupId, 'SIGKILL');
    expect(await told).toMatchObject({ exitCode: null });
    await eventually(() => expect(living(groupId)).toEqual([]));
    driver.close();
    rmSync(folder, { recursive: true });
  });
});

describe('a wrapper whose agent dies before it is told to go', () => {
  it('ends without having run anything', async () => {
    const { GO, SHELL, wrapperArgs } = await import('./process-wrapper.ts');
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-driver-'));
    const ran = join(folder, 'ran');
    const wrapper = spawn(SHELL, wrapperArgs(join(folder, 'exit'), 'touch', [ran]), {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    wrapper.stdin.end(GO.slice(0, 0));
    expect(await new Promise((resolve) => wrapper.once('exit', resolve))).toBe(0);
    expect(() => readFileSync(ran)).toThrow(/ENOENT/);
    rmSync(folder, { recursive: true });
  });
});
