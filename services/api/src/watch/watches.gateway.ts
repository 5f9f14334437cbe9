import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type AnyEvent, type Recorded, refuse } from '@tidegate/contracts';
import { Clock, EventStore, type Follower, Followers } from '@tidegate/eventing/nest';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { TokenEnds } from '../http/token-ends.gateway.ts';
import { ChangeRing, type Found } from './change-ring.ts';
import { MOST_RESUMED, nextLook, resumedFrom } from './resume.ts';
import { WATCHED_TYPES, type Wanted, isWanted, isWatched } from './watched.ts';
import { WatchedEndpoints } from './watched-endpoints.store.ts';
import { type Source, type WatchAsk, Watching } from './watching.gateway.ts';

type Change = Recorded<AnyEvent>;

/** Told to one watch at a time. */
const BATCH = 100;
/** How long a watch waits for a process that has just started to know the log. */
const READY_LIMIT_MS = 5000;

/** Every open stream of changes of this process, fed by one follower of the log. */
@Injectable()
export class Watches implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The newest changes of the whole platform: a client that was away for a moment finds what it missed here. */
  readonly #ring: ChangeRing<Change>;
  readonly #open = new Set<Watching>();
  #follower: Follower | undefined;
  readonly #source: Source;

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly followers: Followers,
    private readonly store: EventStore,
    private readonly tokenEnds: TokenEnds,
    endpoints: WatchedEndpoints,
    clock: Clock,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {
    this.#ring = new ChangeRing(settings.watchMemory);
    this.#source = {
      endpoints,
      nowMs: () => clock.nowUs() / 1000,
      followed: () => this.followed,
      look: (cursor, wanted) => this.#look(cursor, wanted),
      isBeyond: async (position) => position > this.followed && position > (await this.store.head()),
    };
  }

  onApplicationBootstrap(): void {
    this.#follower = this.followers.follow({
      name: 'api.watches',
      types: [...WATCHED_TYPES, 'TokenRevoked'],
      apply: (event) => {
        this.#apply(event);
      },
      // Nothing is kept: only the newest changes matter, so a start skips what came before the snapshot.
      snapshot: { version: 1, take: () => null, restore: () => undefined },
    });
  }

  beforeApplicationShutdown(): void {
    for (const watching of this.#open) watching.end('service.unavailable');
  }

  /** @throws Refusal watch.too_many, token.invalid, service.unavailable at once; once it streams, its items say why it ends */
  async open(ask: WatchAsk, closed: AbortSignal): Promise<Watching> {
    this.#mustHaveRoom(ask.wanted.projectId);
    const watching = new Watching(ask, this.#source, closed);
    const unwatch = this.tokenEnds.watch(ask.actor, () => {
      watching.end('token.invalid');
    });
    this.#open.add(watching);
    const release = (): void => {
      unwatch();
      watching.bell.close();
      this.#open.delete(watching);
    };
    // A client may go before it reads anything: then nobody runs the generator, nor what it does at its end.
    watching.over.addEventListener('abort', release, { once: true });
    if (watching.over.aborted) release();
    if (!(await this.#isReady())) {
      watching.end('service.unavailable');
      refuse('service.unavailable', { service: 'log' });
    }
    return watching;
  }

  /** How many are open. */
  get count(): number {
    return this.#open.size;
  }

  /** How far this process has followed the log. */
  get followed(): number {
    return Math.max(this.#follower?.position ?? 0, this.#ring.newest ?? 0);
  }

  #apply(event: Change): void {
    if (event.type === 'TokenRevoked') this.tokenEnds.revoke(event.data.tokenId);
    if (!isWatched(event.type) || !this.#ring.push(event)) return;
    for (const watching of this.#open) if (isWanted(event, watching.ask.wanted)) watching.bell.ring();
  }

  async #look(cursor: number, wanted: Wanted): Promise<Found<Change> | null> {
    const place = { cursor, followed: this.followed };
    const mine = (event: Change): boolean => isWanted(event, wanted);
    if (nextLook(this.#ring, place) === 'ring') {
      const found = this.#ring.after(cursor, mine, BATCH);
      return found.changes.length < BATCH ? { ...found, upTo: Math.max(found.upTo, place.followed) } : found;
    }
    const { projectId: tenantId, endpointId } = wanted;
    const newestFirst = await this.store.history({
      tenantId,
      ...(endpointId !== null && { endpointId }),
      before: place.followed + 1,
      limit: MOST_RESUMED + 1,
    });
    return resumedFrom(newestFirst, place, mine);
  }

  #mustHaveRoom(projectId: string): void {
    const { watches, watchesPerProject } = this.settings;
    if (this.#open.size >= watches) refuse('watch.too_many', { limit: watches });
    const ofProject = [...this.#open].filter(({ ask }) => ask.wanted.projectId === projectId).length;
    if (ofProject >= watchesPerProject) refuse('watch.too_many', { limit: watchesPerProject });
  }

  async #isReady(): Promise<boolean> {
    if (!this.#follower) return false;
    if (this.#follower.caughtUp) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), READY_LIMIT_MS);
    });
    const ready = this.#follower.ready.then(() => true);
    return Promise.race([ready, late]).finally(() => clearTimeout(timer));
  }
}
