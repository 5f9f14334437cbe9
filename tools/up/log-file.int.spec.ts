import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-file-int-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a log file that fills up', () => {
  it('keeps the newest lines in at most two files', async () => {
    const path = join(folder, 'api.log');
    const log = new LogFile(path, 100);
    for (let line = 0; line < 50; line++) log.writeLine(`line ${line}`);
    log.close();
    expect((await readdir(folder)).sort()).toEqual(['api.log', 'api.log.1']);
    const [newest, older] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.1`, 'utf8')]);
    expect(newest.length).toBeLessThanOrEqual(100);
    expect(older.length).toBeLessThanOrEqual(100);
    expect(`${older}${newest}`.trim().split('\n').at(-1)).toBe('line 49');
    expect(newest.split('\n')[0]).not.toBe('line 0');
  });

  it('goes on where an earlier launcher ended', async () => {
    const path = join(folder, 'api.log');
    for (const line of ['first', 'second']) {
      const log = new LogFile(path);
      log.writeLine(line);
      log.close();
      log.writeLine('too late');
    }
    expect(await readFile(path, 'utf8')).toBe('first\nsecond\n');
  });
});
