import type { Bus, Clock } from '@tidegate/eventing/nest';
import { Holes } from '../output/hole.gateway.ts';
import { noSecrets } from './no-secrets.spec-helper.ts';
import type { Batch, ShippedLine } from './pending-lines.ts';
import { ReplicaLines } from './replica-lines.loop.ts';
import { LINE_DEFAULTS, type LineSettings } from './settings.ts';
import { type Shipment, newShipment } from './shipment.ts';
import { ShipmentStore } from './shipment.store.ts';

/** The bus as its servers see it: what was published, a message id once. */
export class Published {
  readonly batches: Batch[] = [];
  readonly #ids = new Set<string>();
  connected = true;

  take(id: string, batch: Batch): void {
    if (!this.#ids.has(id)) this.batches.push(structuredClone(batch));
    this.#ids.add(id);
  }

  /** As the store keeps them: a number that is there already is passed over. */
  stored(): Map<number, ShippedLine> {
    const lines = new Map<number, ShippedLine>();
    for (const { firstSequence, lines: some } of this.batches)
      for (const [i, line] of some.entries())
        if (!lines.has(firstSequence + i)) lines.set(firstSequence + i, line);
    return lines;
  }

  /** Of one stream, in the order of their numbers. */
  texts(stream?: string): string[] {
    return [...this.stored()]
      .toSorted(([a], [b]) => a - b)
      .filter(([, line]) => stream === undefined || line.stream === stream)
      .map(([, { text }]) => text);
  }

  get dropped(): number {
    return this.batches.reduce((sum, { dropped }) => sum + dropped, 0);
  }

  get droppedBytes(): number {
    return this.batches.reduce((sum, { droppedBytes }) => sum + droppedBytes, 0);
  }
}

export const testClock: Clock = {
  nowUs: () => Date.now() * 1000,
  monotonicUs: () => Math.round(performance.now() * 1000),
};

/** An agent's shipping of one replica that goes dead at some step: nothing it does from then on has an effect. */
export const shipper = async (
  source: Shipment['source'],
  published: Published,
  given: Partial<LineSettings> & { folder: string; diesAtStep?: number; isListed?: boolean },
): Promise<{ lines: ReplicaLines; died: Promise<undefined> }> => {
  const { diesAtStep = Infinity, isListed = true, ...settings } = given;
  const died = Promise.withResolvers<undefined>();
  let steps = 0;
  const step = (): void => {
    if (++steps < diesAtStep) return;
    died.resolve(undefined);
    throw new Error('dead');
  };
  const onDisk = new ShipmentStore(settings.folder);
  const store = Object.assign(new ShipmentStore(settings.folder), {
    save: async (shipment: Shipment) => {
      step();
      await onDisk.save(shipment);
      step();
    },
  });
  const bus = {
    get connected() {
      return published.connected;
    },
    signal: async (_: string, batch: Batch, { id }: { id: string }) => {
      step();
      await new Promise((resolve) => setTimeout(resolve, 1));
      published.take(id, batch);
      step();
    },
  } as unknown as Bus;
  const known = (await onDisk.all()).shipments[0] ?? newShipment(source, testClock.nowUs());
  const tools = {
    bus,
    clock: testClock,
    store,
    holes: new Holes(),
    secrets: noSecrets,
    settings: { ...LINE_DEFAULTS, ...settings },
  };
  const lines = new ReplicaLines(known, tools);
  if (isListed) lines.list(source.groupId);
  lines.start();
  return { lines, died: died.promise };
};
