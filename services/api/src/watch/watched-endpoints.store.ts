import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { endpointList } from '../endpoints/endpoint-list.projection.ts';
import { EndpointList } from '../endpoints/endpoint-list.store.ts';
import { type EndpointView, viewOf } from '../endpoints/endpoint-view.ts';
import { cursorAfter } from '../http/cursor.ts';
import { ReadModels } from '../http/read-model.store.ts';
import type { WatchSnapshot } from './watch-view.ts';
import type { Wanted } from './watched.ts';

const PAGE = 100;
/** A snapshot of more is not one message any more: GET /v1/endpoints has the rest. */
const MOST_IN_SNAPSHOT = 500;
/** Views that watchers of the same endpoint share. */
const MOST_SHARED = 1000;
/** A read model that is so far behind cannot be waited for: the stream ends, and its client resumes. */
const BEHIND_LIMIT_MS = 10_000;

type Shared = Readonly<{ position: number; view: Promise<EndpointView | undefined> }>;

/** The endpoints as a watch tells them: never older than the change they come with, and read once for all who watch. */
@Injectable()
export class WatchedEndpoints {
  readonly #shared = new Map<string, Shared>();
  readonly #reaching = new Map<number, Promise<void>>();
  #reached = 0;

  constructor(
    private readonly list: EndpointList,
    private readonly readModels: ReadModels,
  ) {}

  /** @throws Refusal service.unavailable while the read model does not get to the position */
  async snapshot({ projectId, endpointId }: Wanted, position: number): Promise<WatchSnapshot> {
    await this.#readyFor(await this.readModels.neededFor(endpointList, position));
    if (endpointId !== null) {
      const view = await this.#view(endpointId);
      return { position, endpoints: view ? [view] : [], nextCursor: null };
    }
    const endpoints: EndpointView[] = [];
    for (let before: number | null = null; ;) {
      const rows = await this.list.page(projectId, before, PAGE + 1);
      const shown = rows.slice(0, PAGE);
      endpoints.push(...shown.map(viewOf));
      before = shown.at(-1)?.createdPosition ?? null;
      if (rows.length <= PAGE || before === null) return { position, endpoints, nextCursor: null };
      if (endpoints.length >= MOST_IN_SNAPSHOT)
        return { position, endpoints, nextCursor: cursorAfter(before) };
    }
  }

  /** One endpoint as it is after the event at a position, one that changes views, or later; undefined when there is none. */
  async viewAt(endpointId: string, position: number): Promise<EndpointView | undefined> {
    const shared = this.#shared.get(endpointId);
    if (shared && shared.position >= position) return shared.view;
    const view = this.#readyFor(position).then(() => this.#view(endpointId));
    this.#shared.delete(endpointId);
    this.#shared.set(endpointId, { position, view });
    for (const oldest of this.#shared.keys()) {
      if (this.#shared.size <= MOST_SHARED) break;
      this.#shared.delete(oldest);
    }
    try {
      return await view;
    } catch (error) {
      if (this.#shared.get(endpointId)?.view === view) this.#shared.delete(endpointId);
      throw error;
    }
  }

  async #view(endpointId: string): Promise<EndpointView | undefined> {
    const found = await this.list.find(endpointId);
    return found && viewOf(found);
  }

  /** Those who wait for the same position ask once. */
  #readyFor(position: number): Promise<void> {
    if (position <= this.#reached) return Promise.resolve();
    const reaching = this.#reaching.get(position) ?? this.#reach(position);
    this.#reaching.set(position, reaching);
    return reaching;
  }

  async #reach(position: number): Promise<void> {
    try {
      if (!(await this.readModels.reached(endpointList.name, position, BEHIND_LIMIT_MS)))
        refuse('service.unavailable', { service: 'endpoint list' });
      this.#reached = Math.max(this.#reached, position);
    } finally {
      this.#reaching.delete(position);
    }
  }
}
