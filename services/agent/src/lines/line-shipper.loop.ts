import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { ReplicaRegistry, type RunningReplica } from '../replicas/replica-registry.ts';
import { Holes } from '../output/hole.gateway.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { ReplicaLines } from './replica-lines.loop.ts';
import { LINE_SETTINGS } from './settings.ts';
import type { LineSettings } from './settings.ts';
import { type Shipment, newShipment } from './shipment.ts';
import { ShipmentStore } from './shipment.store.ts';

const FLUSH_LIMIT_MS = 2000;
/** What was written in the moment before its end is wanted most. */
const LAST_LINES_LIMIT_MS = 500;
const FORGET_LIMIT_MS = 5000;
/** The control plane may want a replica again that has just ended, and then it begins under the same id. */
const GONE_KEPT_US = 3_600_000_000;

/** Ships what the replicas of this node write, each by a loop of its own, also after they have ended. */
@Injectable()
export class LineShipper implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('ship-lines');
  readonly #replicas = new Map<string, ReplicaLines>();
  readonly #gone = new Map<string, Shipment>();
  readonly #holes = new Holes();
  readonly #store: ShipmentStore;
  #unlisten = (): void => undefined;
  /** Before it is known what an earlier agent has shipped nothing may be numbered. */
  #isStarted = false;

  @Inject(KnownSecrets) private readonly secrets!: KnownSecrets;

  constructor(
    private readonly registry: ReplicaRegistry,
    private readonly bus: Bus,
    private readonly clock: Clock,
    @Inject(LINE_SETTINGS) private readonly settings: LineSettings,
  ) {
    this.#store = new ShipmentStore(settings.folder);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { shipments, unreadable } = await this.#store.all();
    for (const name of unreadable)
      this.#log.error(
        { event: 'lines.position_lost', name },
        'lines of a replica are shipped again from the beginning',
      );
    for (const shipment of shipments)
      if (shipment.isGone) this.#gone.set(shipment.source.replicaId, shipment);
      else this.#begin(shipment);
    await this.#forgetGone();
    this.#isStarted = true;
    this.#unlisten = this.registry.onChange(() => this.#follow());
    this.#follow();
  }

  /** Last of all, since a replica that ends with the agent still has something to say. The rest is for the next agent. */
  async onApplicationShutdown(): Promise<void> {
    this.#unlisten();
    this.#isStarted = false;
    await Promise.all([...this.#replicas.values()].map((lines) => lines.stop()));
  }

  /** The last lines of a replica, oldest first, as they are stored: at most `count`, and fewer than 50 are at hand quickly. */
  async lastLines(replicaId: string, count: number): Promise<string[]> {
    const lines = this.#replicas.get(replicaId);
    if (!lines) return [];
    await within(LAST_LINES_LIMIT_MS, lines.flush());
    return lines.lastLines(count);
  }

  /**
   * Everything written so far has been handed to the bus, an unfinished line included; or two seconds have passed, or the
   * bus is away: then it waits in the replica's files, and is shipped when it can be.
   */
  async flush(replicaId: string): Promise<void> {
    this.#follow();
    const lines = this.#replicas.get(replicaId);
    if (lines) await within(FLUSH_LIMIT_MS, lines.flush());
  }

  /**
   * The replica is gone for good: what it wrote is shipped and its output files are removed. After five seconds, or while the bus
   * is away, that goes on without the caller, also in the next agent; whoever removes the files before loses lines.
   */
  async forget(replicaId: string): Promise<void> {
    const lines = this.#replicas.get(replicaId);
    lines?.leave();
    if (lines && this.bus.connected) await within(FORGET_LIMIT_MS, lines.ended);
  }

  /** A loop for every replica that runs; those that no longer run are told so. */
  #follow(): void {
    if (!this.#isStarted) return;
    const running = new Map(this.registry.running().map((replica) => [replica.replicaId, replica]));
    for (const replica of running.values())
      if (!this.#replicas.has(replica.replicaId)) this.#begin(this.#newShipment(replica), replica.groupId);
    for (const [replicaId, lines] of this.#replicas) lines.list(running.get(replicaId)?.groupId ?? null);
  }

  /** @param groupId of its processes, if the agent knows of any: told before the first look, which else took it for over */
  #begin(shipment: Shipment, groupId: number | null = null): void {
    const { replicaId } = shipment.source;
    const { bus, clock, settings } = this;
    const lines = new ReplicaLines(shipment, {
      bus,
      clock,
      settings,
      store: this.#store,
      holes: this.#holes,
      secrets: this.secrets,
    });
    this.#replicas.set(replicaId, lines);
    void lines.ended.then((end) => this.#ended(end));
    lines.list(groupId);
    lines.start();
  }

  #newShipment(replica: RunningReplica): Shipment {
    const before = this.#gone.get(replica.replicaId);
    this.#gone.delete(replica.replicaId);
    return newShipment(sourceOf(replica), this.clock.nowUs(), before?.position.nextSequence);
  }

  async #ended(end: Shipment): Promise<void> {
    this.#replicas.delete(end.source.replicaId);
    if (!end.isGone) return;
    this.#gone.set(end.source.replicaId, end);
    this.#follow();
    await this.#forgetGone().catch((error: unknown) => {
      this.#log.warn(
        { event: 'lines.not_forgotten', error: String(error) },
        'positions of old replicas stay',
      );
    });
  }

  async #forgetGone(): Promise<void> {
    const untilUs = this.clock.nowUs() - GONE_KEPT_US;
    for (const [replicaId, { savedAtUs }] of this.#gone) {
      if (savedAtUs > untilUs) continue;
      this.#gone.delete(replicaId);
      await this.#store.delete(replicaId);
    }
  }
}

const sourceOf = ({
  replicaId,
  endpointId,
  projectId,
  groupId,
  output,
}: RunningReplica): Shipment['source'] => ({
  replicaId,
  endpointId,
  projectId,
  groupId,
  output: { ...output },
});

const within = async (ms: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
};
