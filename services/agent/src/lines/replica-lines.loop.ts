import { Logger } from '@nestjs/common';
import { deriveUuid } from '@tidegate/eventing';
import type { Bus, Clock } from '@tidegate/eventing/nest';
import type { Holes } from '../output/hole.gateway.ts';
import { Pause } from './pause.loop.ts';
import type { Batch } from './pending-lines.ts';
import { groupIsAlive } from './process-group.gateway.ts';
import { ReplicaOutput } from './replica-output.gateway.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import type { LineSettings } from './settings.ts';
import { type Shipment, newShipment } from './shipment.ts';
import type { ShipmentStore } from './shipment.store.ts';

export type ShippingTools = Readonly<{
  bus: Bus;
  clock: Clock;
  store: ShipmentStore;
  holes: Holes;
  secrets: Pick<KnownSecrets, 'of'>;
  settings: LineSettings;
}>;

const LOOK_MS = 200;
/** A program that writes without end must not have each of its writes looked at. */
const SHORTEST_PAUSE_MS = 20;
const LONGEST_BACKOFF_MS = 2000;
/** What the next agent finds unread it takes to be written since the last save. */
const SAVED_EVERY_US = 10_000_000;

/** Ships the lines of one replica: reads, numbers and hands over, one batch after the other. */
export class ReplicaLines {
  readonly #log = new Logger('ship-lines');
  readonly #pause = new Pause();
  readonly #output: ReplicaOutput;
  readonly #ended = Promise.withResolvers<Shipment>();
  #shipment: Shipment;
  #isSaved = false;
  #savedAtUs = 0;
  #flushes: (() => void)[] = [];
  #isListed = false;
  #isStopped = false;
  #pendingSinceUs: number | null = null;
  #failures = 0;

  constructor(
    shipment: Shipment,
    private readonly tools: ShippingTools,
  ) {
    this.#shipment = shipment;
    this.#output = new ReplicaOutput(shipment, { ...tools, grown: () => this.#pause.wake() });
  }

  /** How far it came, when the loop was stopped, or when everything is shipped and gone. */
  get ended(): Promise<Shipment> {
    return this.#ended.promise;
  }

  start(): void {
    void this.#run();
  }

  /** @param groupId of its processes, which change when it is launched again; null: the agent knows of none that runs */
  list(groupId: number | null): void {
    const isListed = groupId !== null;
    const { source, isLeaving } = this.#shipment;
    if (isListed && (groupId !== source.groupId || isLeaving))
      this.#change({ source: { ...source, groupId }, isLeaving: false });
    if (this.#isListed === isListed) return;
    this.#isListed = isListed;
    this.#pause.wake();
  }

  /** Everything written so far has been handed to the bus, or waits in the files while the bus is away. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.#flushes.push(resolve);
      this.#pause.wake();
    });
  }

  lastLines(count: number): Promise<string[]> {
    return this.#output.lastLines(count);
  }

  /** The replica is gone: so are its files, once everything in them has been shipped. */
  leave(): void {
    this.#change({ isLeaving: true });
    this.#pause.wake();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pause.stop();
    await this.ended;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const flushes = this.#flushes.splice(0);
      const isGone = await this.#turn(flushes).catch((error: unknown) => this.#failed(error));
      this.#flushes.unshift(...flushes);
      if (isGone) break;
      const leastMs = Math.max(this.#backoffMs(), SHORTEST_PAUSE_MS);
      await this.#pause.of(leastMs, this.#isBehind() ? leastMs : Math.max(leastMs, LOOK_MS));
    }
    await this.#output.close().catch(() => undefined);
    for (const resolve of this.#flushes) resolve();
    this.#ended.resolve(this.#shipment);
  }

  /**
   * @param flushes answered, and taken out, once everything is shipped
   * @returns true when nothing is left to do for this replica, ever
   */
  async #turn(flushes: (() => void)[]): Promise<boolean> {
    // Asked before the files are looked at: what is over now has nothing to write after the look.
    const isOver = this.#isOver();
    await this.#ship(isOver || flushes.length > 0);
    await this.#giveSpaceBack();
    if (this.#isSaveDue()) await this.#save();
    this.#failures = 0;
    const isShipped = !this.#shipment.unsent && this.#output.isRead && !this.#output.pending.hasNews;
    if (isShipped || this.#waitsInFiles) for (const resolve of flushes.splice(0)) resolve();
    return isShipped && isOver && this.#end();
  }

  get #waitsInFiles(): boolean {
    return this.#output.isHeld || !this.tools.bus.connected;
  }

  /** Nothing more will be written, and all of it is shipped. @returns false while there may still be questions about it */
  async #end(): Promise<boolean> {
    if (this.#output.exists && !this.#shipment.isLeaving) return false;
    await this.#output.remove();
    const { source, position } = this.#shipment;
    const gone = { ...newShipment(source, this.tools.clock.nowUs(), position.nextSequence), isGone: true };
    await this.tools.store.save(gone);
    this.#shipment = gone;
    return true;
  }

  async #ship(isLast: boolean): Promise<void> {
    await this.#take(isLast);
    while (this.tools.bus.connected && !this.#isStopped) {
      if (this.#shipment.unsent) await this.#publish(this.#shipment.unsent);
      else if (this.#isDue(isLast)) await this.#stage();
      else break;
      await this.#take(isLast);
    }
  }

  async #take(isLast: boolean): Promise<void> {
    await this.#output.take(isLast);
    const nowUs = this.tools.clock.monotonicUs();
    this.#pendingSinceUs = this.#output.pending.hasLines ? (this.#pendingSinceUs ?? nowUs) : null;
  }

  #isDue(isLast: boolean): boolean {
    const { pending, isRead } = this.#output;
    if (pending.hasWholeBatch) return true;
    if (isLast && isRead) return pending.hasNews;
    if (this.#pendingSinceUs === null) return false;
    return this.tools.clock.monotonicUs() - this.#pendingSinceUs >= this.tools.settings.batchMs * 1000;
  }

  /** Written down before it is handed over: after a crash at any moment the same lines go out under the same numbers. */
  async #stage(): Promise<void> {
    const { replicaId, endpointId, projectId } = this.#shipment.source;
    const { after, ...cut } = this.#output.pending.cut();
    this.#pendingSinceUs = null;
    this.#change({ position: after, unsent: { endpointId, projectId, replicaId, ...cut } });
    await this.#save();
  }

  async #publish(batch: Batch): Promise<void> {
    if (!this.#isSaved) await this.#save();
    // Loss that no line followed stands under the number of the line that may follow yet.
    const kind = batch.lines.length > 0 ? 'lines' : 'loss';
    const id = deriveUuid(kind, batch.replicaId, batch.firstSequence);
    // What was passed over without being a loss is no news.
    if (batch.lines.length > 0 || batch.dropped > 0)
      await this.tools.bus.signal('LogLinesShipped', batch, { id });
    this.#change({ unsent: null });
  }

  async #giveSpaceBack(): Promise<void> {
    const { unsent, position } = this.#shipment;
    if (!unsent) this.#change({ position: await this.#output.giveSpaceBack(position) });
  }

  #change(change: Partial<Shipment>): void {
    if (change.position === this.#shipment.position) return;
    this.#shipment = { ...this.#shipment, ...change };
    this.#isSaved = false;
  }

  async #save(): Promise<void> {
    const shipment = this.#shipment;
    await this.tools.store.save({ ...shipment, savedAtUs: this.tools.clock.nowUs() });
    this.#isSaved = this.#shipment === shipment;
    this.#savedAtUs = this.tools.clock.monotonicUs();
  }

  #isSaveDue(): boolean {
    return !this.#isSaved || this.tools.clock.monotonicUs() - this.#savedAtUs > SAVED_EVERY_US;
  }

  #isBehind(): boolean {
    return !this.#output.isRead && !this.#output.isHeld && !this.#output.pending.isFull;
  }

  #backoffMs(): number {
    return this.#failures === 0 ? 0 : Math.min(25 * 2 ** this.#failures, LONGEST_BACKOFF_MS);
  }

  /** No more will be written: its processes are gone, whether this agent or an earlier one saw them go. */
  #isOver(): boolean {
    return this.#shipment.isLeaving || (!this.#isListed && !groupIsAlive(this.#shipment.source.groupId));
  }

  #failed(error: unknown): false {
    this.#failures++;
    if (this.#failures === 3)
      this.#log.warn(
        { event: 'lines.waiting', replicaId: this.#shipment.source.replicaId, error: String(error) },
        'lines cannot be shipped now; they wait in their files',
      );
    return false;
  }
}
