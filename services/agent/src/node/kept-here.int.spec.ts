import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KeptHere } from './kept-here.gateway.ts';
import { keptModels } from './kept-models.gateway.ts';
import { keptThings } from './kept-things.ts';

const PATIENCE_MS = 20_000;
const none = (): Promise<string[]> => Promise.resolve([]);

describe('a models folder', () => {
  let folder: string;
  const file = (path: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'x');
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-models-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('has every model that is in it, in order', async () => {
    for (const path of ['b/two/model.gguf', 'a/one/config.json', 'b/.git/HEAD', 'README.md', 'a/file'])
      file(path);
    mkdirSync(join(folder, 'a/empty'));
    expect(await keptModels(folder)).toEqual(['a/one', 'b/two']);
  });

  it('has none where there is none', async () => {
    expect(await keptModels(join(folder, 'nowhere'))).toEqual([]);
  });
});

describe('what a node has', () => {
  it('is told in one order, whatever the order in which it was found', () => {
    expect(keptThings(['b/m', 'a/m'], ['z:1', 'y:1', 'z:1'])).toEqual([
      'image:y:1',
      'image:z:1',
      'model:a/m',
      'model:b/m',
    ]);
  });

  it('is at most five hundred, and of both kinds', () => {
    const names = Array.from({ length: 600 }, (_, at) => `o/${String(at).padStart(3, '0')}`);
    const both = keptThings(names, names);
    expect(both).toHaveLength(500);
    expect(both.filter((name) => name.startsWith('model:'))).toHaveLength(250);
    // Of images those that came last.
    expect(both).toContain('image:o/000');
    expect(both).not.toContain('image:o/599');
    expect(keptThings(names, ['i:1'])).toHaveLength(500);
    expect(keptThings(names, ['i:1'])).toContain('image:i:1');
    expect(keptThings([], names)).toHaveLength(500);
    expect(keptThings(['o/m'.padEnd(600, 'm')], [])).toEqual([]);
  });

  it('is known to who asks a little later, and nobody waits', async () => {
    const kept = new KeptHere({
      models: () => Promise.resolve(['a/m']),
      images: () => Promise.resolve(['i:1']),
    });
    expect(kept.list()).toEqual([]);
    await eventually(() => expect(kept.list()).toEqual(['image:i:1', 'model:a/m']), PATIENCE_MS);
  });

  it('is asked for once as long as it is fresh', async () => {
    let asked = 0;
    const models = (): Promise<string[]> => Promise.resolve([`a/m${String((asked += 1))}`]);
    const kept = new KeptHere({ models, images: none }, 3_600_000);
    kept.list();
    await eventually(() => expect(kept.list()).toEqual(['model:a/m1']), PATIENCE_MS);
    expect(asked).toBe(1);
  });

  it('stays what it was while it cannot be found out, and one kind that hangs does not hold up the other', async () => {
    let [fails, models] = [false, 'a/m1'];
    let hung = 0;
    const kept = new KeptHere(
      {
        models: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve([models])),
        images: () => {
          hung += 1;
          return new Promise(() => undefined);
        },
      },
      1,
    );
    await eventually(() => expect(kept.list()).toEqual(['model:a/m1']), PATIENCE_MS);
    models = 'a/m2';
    await eventually(() => expect(kept.list()).toEqual(['model:a/m2']), PATIENCE_MS);
    fails = true;
    for (let n = 0; n < 20; n++) {
      expect(kept.list()).toEqual(['model:a/m2']);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(hung).toBe(1);
  });
});
