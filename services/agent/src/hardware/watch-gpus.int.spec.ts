import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstalledGpus, rememberedGpus } from './installed-gpus.store.ts';
import { MachineMemory } from './machine-memory.store.ts';
import { fakeSmi, listLine, smiSaying, uuidOf } from './nvidia-smi.spec-helper.ts';
import { WatchGpus } from './watch-gpus.loop.ts';

let folder: string;
let memory: MachineMemory;
let watch: WatchGpus;
let running: Promise<void>;
let told: [number, string][][];

const answers = (...uuids: string[]) => ({
  gpus: uuids.map((_, at) => `${String(at)}, NVIDIA L4, 23034`).join('\n'),
  list: uuids.map((uuid, at) => listLine(at, uuid)).join('\n'),
});
const saying = (script: string): Promise<string> =>
  fakeSmi(folder, `date >>"${join(folder, 'looks')}"\n${script}`);
/** Looks that began after this was called. */
const looks = async (least: number): Promise<void> => {
  for (let n = 0; n < least; n++) {
    await rm(join(folder, 'looks'), { force: true });
    await eventually(() => expect(existsSync(join(folder, 'looks'))).toBe(true), 20_000);
  }
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-watch-'));
  told = [];
  memory = new MachineMemory(null, 'boot');
  const nvidiaSmi = await saying(smiSaying(answers(uuidOf(0), uuidOf(1))));
  const printed = { ...answers(uuidOf(0), uuidOf(1)), modes: null, topology: null };
  const installed = rememberedGpus(printed, memory);
  watch = new WatchGpus(
    { installed, memory, nvidiaSmi, everyMs: 30, limitMs: 20_000 },
    ({ devices }: InstalledGpus) => {
      told.push([...devices]);
    },
  );
  running = watch.run();
});
afterEach(async () => {
  watch.end();
  await running;
  await rm(folder, { recursive: true, force: true });
});

const soon = (attempt: () => void): Promise<void> => eventually(attempt, 30_000);

describe('a node whose GPUs are looked for', () => {
  it('tells nothing as long as they are the same', async () => {
    await looks(3);
    expect(told).toEqual([]);
  });

  it('tells of one that has gone, and of its return, under the same index', async () => {
    await saying(smiSaying(answers(uuidOf(1))));
    await soon(() => expect(told).toEqual([[[1, uuidOf(1)]]]));
    await saying(smiSaying(answers(uuidOf(0), uuidOf(1))));
    await soon(() => expect(told).toHaveLength(2));
    expect(told[1]).toEqual([
      [0, uuidOf(0)],
      [1, uuidOf(1)],
    ]);
  });

  it('tells of one that has come', async () => {
    await saying(smiSaying(answers(uuidOf(2), uuidOf(0), uuidOf(1))));
    await soon(() => expect(told).toHaveLength(1));
    expect(new Map(told[0])).toEqual(
      new Map([
        [0, uuidOf(0)],
        [1, uuidOf(1)],
        [2, uuidOf(2)],
      ]),
    );
  });

  it('has none when the driver goes on failing, and all of them when it is well again', async () => {
    await saying('echo "NVIDIA-SMI has failed"; exit 9');
    await soon(() => expect(told).toEqual([[]]));
    await saying(smiSaying(answers(uuidOf(0), uuidOf(1))));
    await soon(() => expect(told).toHaveLength(2));
    expect(told[1]).toHaveLength(2);
  });

  it('keeps what it has while nobody tells which GPU is which', async () => {
    await saying(smiSaying({ gpus: '0, NVIDIA L4, 23034' }));
    await looks(4);
    expect(told).toEqual([]);
  });

  it('does not take one bad answer for a change', async () => {
    const once = join(folder, 'once');
    await writeFile(once, '');
    await saying(`if rm "${once}" 2>/dev/null; then exit 9; fi\n${smiSaying(answers(uuidOf(0), uuidOf(1)))}`);
    await eventually(() => expect(existsSync(once)).toBe(false), 20_000);
    await looks(4);
    expect(told).toEqual([]);
  });
});
