import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';
import { Certificates } from './certificates.loop.ts';

type Line = Readonly<{ event: string; place?: string; problem?: string; days?: number }>;

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let warned: Line[];
let certificates: Certificates;
const heard = (into: Line[]) => (message: unknown) => void into.push(message as Line);

beforeEach(async () => {
  scratch = await scratchFolder();
  warned = [];
  Logger.overrideLogger({ log: () => undefined, warn: heard(warned), error: heard(warned) });
  // Looked at when the spec says so.
  certificates = new Certificates({ standard: undefined, folder: scratch.path, everyMs: 3_600_000 });
  await certificates.open();
});
afterEach(async () => {
  await certificates.close();
  Logger.overrideLogger(false);
  await scratch.remove();
});

const host = (name: string) => filesIn(join(scratch.path, name));

describe('certificates', () => {
  it('of the same host give way to the one that lasts longest', async () => {
    await issue(host('a.example'), { hosts: ['a.example'], days: 30 });
    await issue(host('a.example-0001'), { hosts: ['a.example'], days: 60 });
    await issue(host('z.example'), { hosts: ['a.example'], days: 40 });
    await certificates.look();
    const [first, longest] = [certificates.at('a.example'), certificates.at('a.example-0001')];
    expect(first?.expiresAtMs).toBeLessThan(longest?.expiresAtMs ?? 0);
    expect(certificates.contextFor('a.example')).toBe(certificates.contextFor('A.EXAMPLE.'));
    await rm(join(scratch.path, 'a.example-0001'), { recursive: true });
    const before = certificates.contextFor('a.example');
    await certificates.look();
    expect(certificates.contextFor('a.example')).not.toBe(before);
    expect(certificates.contextFor('b.example')).toBeUndefined();
  });

  it('that are of no use are spoken of once, and again when they are of no use for another reason', async () => {
    const files = host('a.example');
    await issue(files, { hosts: ['a.example'] });
    await writeFile(files.keyFile, 'half');
    for (let i = 0; i < 3; i++) await certificates.look();
    expect(warned).toMatchObject([{ event: 'certificate.not_taken', place: 'a.example' }]);
    await rm(files.certificateFile);
    for (let i = 0; i < 3; i++) await certificates.look();
    expect(warned.map(({ problem }) => problem)).toEqual([
      'it is no PEM text, or not a whole one',
      `${files.certificateFile} is not there`,
    ]);
    expect(certificates.contextFor('a.example')).toBeUndefined();
  });

  it('stay while their folder cannot be read', async () => {
    await issue(host('a.example'), { hosts: ['a.example'] });
    await certificates.look();
    await scratch.remove();
    await certificates.look();
    await certificates.look();
    expect(certificates.contextFor('a.example')).toBeDefined();
    expect(warned).toMatchObject([{ event: 'certificates.folder_unreadable' }]);
  });

  it('that end soon are warned of once', async () => {
    await issue(host('soon.example'), { hosts: ['soon.example'], days: 13 });
    await issue(host('far.example'), { hosts: ['far.example'], days: 15 });
    for (let i = 0; i < 3; i++) await certificates.look();
    expect(warned).toMatchObject([{ event: 'certificate.expires', place: 'soon.example' }]);
    expect(warned[0]?.days).toBeGreaterThanOrEqual(12);
  });

  it('are looked at on SIGHUP', async () => {
    await issue(host('a.example'), { hosts: ['a.example'] });
    process.emit('SIGHUP');
    await certificates.look();
    expect(certificates.at('a.example')?.hosts).toEqual(['a.example']);
  });
});
