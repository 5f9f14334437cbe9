import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { ReplicaFolder, keptReplicas, replicasFolder } from '../drivers/replica-folder.store.ts';
import { ReplicaRecord } from './replica-record.ts';

const FILE = 'replica.json';

/** The records of this node's replicas, on its disk. */
@Injectable()
export class ReplicaMemory {
  readonly #log = new Logger(ReplicaMemory.name);
  readonly #root: string;

  constructor(@Inject(SETTINGS) { folder }: AgentSettings) {
    this.#root = replicasFolder(folder);
  }

  /** What an earlier agent kept. What cannot be read any more is passed over, and said. */
  load(): ReplicaRecord[] {
    return keptReplicas(this.#root).flatMap((replicaId) => {
      const kept = ReplicaRecord.safeParse(new ReplicaFolder(this.#root, replicaId).read(FILE));
      if (kept.success) return [kept.data];
      this.#log.error({ event: 'replica.forgotten', replicaId }, `${FILE} of ${replicaId} cannot be read`);
      return [];
    });
  }

  save(record: ReplicaRecord): void {
    const folder = new ReplicaFolder(this.#root, record.replicaId);
    folder.create();
    folder.write(FILE, record);
  }
}
