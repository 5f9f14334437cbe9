import { randomBytes } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { GatewayTakings, MOST_TAKINGS, SUBJECTS } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { BoundedMap } from '../routing/bounded-map.ts';
import { type Claimant, elsewhere } from '../routing/claims.ts';
import type { Endpoint } from '../routing/endpoint.ts';

const EVERY_MS = 100;
const TELL_EVERY_MS = 1000;
/** However much is taken, there are no more than a hundred messages a second. */
const SHORTEST_MS = 10;
/** Who was not heard for so long is gone, and what it had at replicas with it. */
const SILENT_MS = 3500;
/** So long a place that cannot be shared is one gateway's: longer than it takes all to hear of it. */
const TURN_MS = 2000;
const MOST_OTHERS = 256;

type Other = Readonly<{
  gatewayId: string;
  heardAtMs: number;
  inFlight: Readonly<Record<string, number>>;
  waiting: ReadonlySet<string>;
}>;
type Places = Pick<GatewayTakings, 'inFlight' | 'waiting'>;

/** Tells other gateways what this one took of limits that are meant for all of them together, and counts what they took. */
@Injectable()
export class ShareTakings implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly gatewayId = `gateway-${randomBytes(6).toString('hex')}`;
  readonly #others = new BoundedMap<string, Other>(MOST_OTHERS);
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #stop: (() => void) | undefined;
  #toldAtMs = -Infinity;
  #toldPlaces = '';

  constructor(
    private readonly bus: Bus,
    private readonly tables: Tables,
    private readonly means: Means,
  ) {
    tables.limiter.mustTell = () => {
      this.#tellSoon();
    };
  }

  onApplicationBootstrap(): void {
    this.#stop = this.bus.listen(SUBJECTS.gatewayTakings, (data) => {
      const takings = GatewayTakings.safeParse(data);
      if (takings.success) this.#hear(takings.data);
    });
    this.#timer = setInterval(() => {
      this.#tick();
    }, EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    this.#stop?.();
    this.#tell();
  }

  /** How many other gateways there are. */
  get others(): number {
    return this.#others.size;
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const [id, { heardAtMs }] of this.#others.entries())
      if (nowMs - heardAtMs > SILENT_MS) this.#others.delete(id);
    const isDue = nowMs - this.#toldAtMs >= TELL_EVERY_MS - EVERY_MS / 2;
    if (isDue || (this.others > 0 && JSON.stringify(this.#places()) !== this.#toldPlaces)) this.#tell();
    this.#reckon();
  }

  /** At once, but for what comes within the same moment. Nobody is told while there is nobody. */
  #tellSoon(): void {
    if (this.others === 0 || this.#soon) return;
    const waitMs = Math.max(0, this.#toldAtMs + SHORTEST_MS - performance.now());
    this.#soon = setTimeout(() => {
      this.#tell();
    }, waitMs);
  }

  #tell(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const nowMs = performance.now();
    const places = this.#places();
    this.#toldAtMs = nowMs;
    this.#toldPlaces = JSON.stringify(places);
    const takings = {
      gatewayId: this.gatewayId,
      taken: this.tables.limiter.tell(MOST_TAKINGS, Math.floor(nowMs)),
      ...places,
    };
    this.bus.nudge(SUBJECTS.gatewayTakings, takings);
  }

  #places(): Places {
    const inFlight: Record<string, number> = {};
    const waiting: string[] = [];
    let replicas = 0;
    for (const endpoint of this.#limited()) {
      if (this.means.room.isQueued(endpoint) && waiting.length < MOST_TAKINGS) waiting.push(endpoint.id);
      for (const replica of endpoint.ready)
        if (replica.inFlight > 0 && ++replicas <= MOST_TAKINGS) inFlight[replica.id] = replica.inFlight;
    }
    return { inFlight, waiting };
  }

  #hear({ gatewayId, taken, inFlight, waiting }: GatewayTakings): void {
    if (gatewayId === this.gatewayId) return;
    const nowMs = performance.now();
    this.#others.set(gatewayId, { gatewayId, heardAtMs: nowMs, inFlight, waiting: new Set(waiting) });
    this.tables.limiter.heard(taken, Math.floor(nowMs));
    this.#reckon();
  }

  /** What of each replica's places is others', by what was heard; who waits for one may have it now. */
  #reckon(): void {
    const others = [...this.#others.entries()].map(([, other]) => other);
    const turn = Math.floor(Date.now() / TURN_MS);
    for (const endpoint of this.#limited()) {
      const places = endpoint.configured.replicaPlaces ?? 0;
      for (const replica of endpoint.ready)
        replica.elsewhere =
          others.length === 0
            ? 0
            : elsewhere(
                { id: replica.id, places },
                this.gatewayId,
                others.map((other) => claimOf(other, replica.id, endpoint)),
                turn,
              );
      this.means.room.freed(endpoint);
    }
  }

  *#limited(): Generator<Endpoint> {
    for (const endpoint of this.tables.routing.endpoints())
      if (endpoint.configured.replicaPlaces !== null) yield endpoint;
  }
}

const claimOf = ({ gatewayId, inFlight, waiting }: Other, replicaId: string, { id }: Endpoint): Claimant => ({
  gatewayId,
  inFlight: inFlight[replicaId] ?? 0,
  isWaiting: waiting.has(id),
});
