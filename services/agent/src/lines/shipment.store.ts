import { mkdirSync } from 'node:fs';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Shipment } from './shipment.ts';

/** One small file for each replica whose lines are not all shipped, or may yet grow, and for those that ended of late. */
export class ShipmentStore {
  constructor(private readonly folder: string) {}

  /** Every shipment that an earlier agent left. What cannot be read is told by its name, and removed. */
  async all(): Promise<{ shipments: Shipment[]; unreadable: string[] }> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.folder)).filter((name) => /^repl-[0-9a-f]{12}\.json$/.test(name));
    const read = await Promise.all(names.map((name) => this.#read(name)));
    const unreadable = names.filter((_, i) => read[i] === null);
    await Promise.all(unreadable.map((name) => rm(join(this.folder, name), { force: true })));
    return { shipments: read.filter((shipment) => shipment !== null), unreadable };
  }

  /** Replaces the whole file at once: a crash of the agent leaves the old one or the new one. */
  async save(shipment: Shipment): Promise<void> {
    const path = this.#path(shipment.source.replicaId);
    await writeFile(`${path}.new`, JSON.stringify(shipment), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async delete(replicaId: string): Promise<void> {
    await rm(this.#path(replicaId), { force: true });
  }

  #path(replicaId: string): string {
    return join(this.folder, `${replicaId}.json`);
  }

  async #read(name: string): Promise<Shipment | null> {
    try {
      return Shipment.parse(JSON.parse(await readFile(join(this.folder, name), 'utf8')));
    } catch {
      return null;
    }
  }
}
