import { Inject, Injectable } from '@nestjs/common';
import { stat } from 'node:fs/promises';
import { LineShipper } from '../lines/lines.module.ts';
import { pushedFileOf } from '../lines/replica-output.gateway.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { ReplicaFolder, replicasFolder } from '../drivers/replica-folder.store.ts';
import { WrittenLines } from './written-lines.ts';

/** Lines that go to the control plane. */
@Injectable()
export class ShippedLines extends WrittenLines {
  constructor(
    private readonly shipper: LineShipper,
    @Inject(SETTINGS) private readonly settings: AgentSettings,
  ) {
    super();
  }

  override last(replicaId: string, most: number): Promise<readonly string[]> {
    return this.shipper.lastLines(replicaId, most);
  }

  override flush(replicaId: string): Promise<void> {
    return this.shipper.flush(replicaId);
  }

  /** What was shipped to its end was removed by the shipper; what never held a line it never looked at. */
  override async forget(replicaId: string): Promise<boolean> {
    await this.shipper.forget(replicaId);
    const { output } = new ReplicaFolder(replicasFolder(this.settings.folder), replicaId);
    const sizes = await Promise.all([output.stdout, output.stderr, pushedFileOf(output)].map(sizeOf));
    return sizes.every((size) => size === 0);
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
