import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { RECORD_FILE, ReplicaFolder, keptReplicas, replicasFolder } from '../drivers/replica-folder.store.ts';
import { ReplicaRecord } from './replica-record.ts';

/** The records of this node's replicas, on its disk. */
@Injectable()
export class ReplicaMemory {
  readonly #log = new Logger(ReplicaMemory.name);
  readonly #root: string;
  readonly #nodeId: string;

  constructor(@Inject(SETTINGS) { folder, nodeId }: AgentSettings) {
    this.#nodeId = nodeId;
    this.#root = replicasFolder(folder);
  }

  /** What an earlier agent kept. What cannot be read any more is passed over, and said. */
  load(): ReplicaRecord[] {
    return keptReplicas(this.#root).flatMap((replicaId) => {
      const file = new ReplicaFolder(this.#root, replicaId).read(RECORD_FILE);
      // Agents of one node did not always write down which.
      const kept = ReplicaRecord.safeParse({ nodeId: this.#nodeId, ...(file as object | undefined) });
      if (kept.success) return [kept.data];
      this.#log.error(
        { event: 'replica.forgotten', replicaId },
        `${RECORD_FILE} of ${replicaId} cannot be read`,
      );
      return [];
    });
  }

  save(record: ReplicaRecord): void {
    const folder = new ReplicaFolder(this.#root, record.replicaId);
    folder.create();
    folder.write(RECORD_FILE, record);
  }
}
