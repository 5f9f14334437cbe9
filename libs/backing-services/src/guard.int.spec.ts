import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { access, chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './process-facts.ts';

const at = (file: string): string => new URL(file, import.meta.url).href;

const PROGRAM = `
import { startNats } from '${at('./nats.ts')}';
import { startPostgres } from '${at('./postgres.ts')}';
const [folder] = process.argv.slice(1);
const servers = await Promise.all([
  startPostgres({ dataDir: folder + '/postgres', password: 'secret', durable: false, temporaryFolder: folder }),
  startNats({ storeDir: folder + '/nats', token: 'a-token-of-the-test' }),
]);
console.log(servers.map(({ pid }) => pid).join(' '));
setInterval(() => {}, 1000);
`;

const gone = async (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    () => true,
  );

describe('servers whose program is killed', () => {
  it('end by themselves, and their folder with them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-int-'));
    await chmod(folder, 0o711);
    const program = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      program.stdout.once('data', (data) => {
        resolve(String(data));
      }),
    );
    const pids = line.trim().split(' ').map(Number);
    expect(await Promise.all(pids.map(isAlive))).toEqual([true, true]);
    program.kill('SIGKILL');
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline && !(await gone(folder))) await pause(50);
    expect(await Promise.all([...pids.map(isAlive), gone(folder)])).toEqual([false, false, true]);
  });
});
