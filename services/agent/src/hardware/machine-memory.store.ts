import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Remembered = z.object({
  bootId: z.string(),
  disk: z.object({ totalMib: z.number(), freeMib: z.number() }).nullable(),
  gpuIndices: z.record(z.string(), z.int().min(0)),
});
type Remembered = Readonly<z.infer<typeof Remembered>>;

/** What an agent must say of its machine as the one before it did, for as long as replicas of that one may run: one boot. */
export class MachineMemory {
  #kept: Remembered;

  /** @param file null: nothing outlives this process */
  constructor(
    private readonly file: string | null,
    readonly bootId: string,
  ) {
    const kept = file === null ? undefined : read(file);
    this.#kept = kept?.bootId === bootId ? kept : { bootId, disk: null, gpuIndices: {} };
  }

  get disk(): Remembered['disk'] {
    return this.#kept.disk;
  }

  get gpuIndices(): Remembered['gpuIndices'] {
    return this.#kept.gpuIndices;
  }

  keep(change: Partial<Pick<Remembered, 'disk' | 'gpuIndices'>>): void {
    const kept = { ...this.#kept, ...change };
    if (JSON.stringify(kept) === JSON.stringify(this.#kept)) return;
    this.#kept = kept;
    if (this.file === null) return;
    writeFileSync(`${this.file}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

const read = (file: string): Remembered | undefined => {
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};
