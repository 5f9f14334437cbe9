import { type Event, type Recorded, definitionOf } from '@tidegate/contracts';
import { type Cause, deriveUuid } from '@tidegate/eventing';
import {
  type Appended,
  Conflict,
  type EventStore,
  type Kept,
  type WantedHistory,
} from '@tidegate/eventing/nest';

type Stored = Recorded<Event>;
type Page = Readonly<{ after: number; limit?: number; types?: readonly string[] }>;

/** The log in memory, with the same promises as the real one: schemas, expected versions, once per command, dense positions. */
export class MemoryEventStore {
  readonly all: Stored[] = [];
  readonly #kept = new Map<string, Kept>();
  /** What the next event's `occurredAt` is. */
  now = new Date(0);

  /** As the class that services inject. */
  asStore(): EventStore {
    return this as unknown as EventStore;
  }

  read<E extends Event>(
    streamId: string,
    after = 0,
    limit = Infinity,
  ): Promise<{ events: Recorded<E>[]; version: number }> {
    const events = this.#of(streamId)
      .filter(({ version }) => version > after)
      .slice(0, limit);
    return Promise.resolve({ events: events as unknown as Recorded<E>[], version: after + events.length });
  }

  async append(
    streamId: string,
    expected: number | 'any',
    events: readonly Event[],
    cause: Cause,
  ): Promise<Appended> {
    // As with a real one, others may come in between a call and its effect.
    await Promise.resolve();
    const checked = events.map((event) => ({ ...event, data: dataOf(event) }));
    if (checked.length === 0) throw new Error(`nothing to append to ${streamId}`);
    const version = this.#of(streamId).length;
    const firstId = deriveUuid(cause.commandId, streamId, 0);
    const before = this.all.find(({ id }) => id === firstId);
    if (before)
      return {
        outcome: 'duplicate',
        firstPosition: before.position,
        lastPosition: before.position + events.length - 1,
        version: before.version + events.length - 1,
      };
    if (expected !== 'any' && expected !== version)
      throw new Conflict(`${streamId} is not at version ${String(expected)}`);
    const firstPosition = this.all.length + 1;
    for (const [n, event] of checked.entries())
      this.all.push({
        ...event,
        id: deriveUuid(cause.commandId, streamId, n),
        position: firstPosition + n,
        streamId,
        version: version + n + 1,
        schemaVersion: definitionOf(event.type)?.version ?? 1,
        tenantId: tenantOf(event.data),
        correlationId: cause.correlationId,
        causationId: cause.causationId,
        occurredAt: this.now,
        meta: {
          ...(cause.actor && { actor: cause.actor }),
          ...(cause.requestId && { requestId: cause.requestId }),
        },
      });
    return { outcome: 'ok', firstPosition, lastPosition: this.all.length, version: version + events.length };
  }

  readLog({ after, limit = 500, types }: Page): Promise<Stored[]> {
    return Promise.resolve(
      this.all
        .filter(({ position, type }) => position > after && (!types || types.includes(type)))
        .slice(0, limit),
    );
  }

  positionOf(eventId: string): Promise<number | undefined> {
    return Promise.resolve(this.all.find(({ id }) => id === eventId)?.position);
  }

  keptState(streamId: string, form: number): Promise<Kept | undefined> {
    return Promise.resolve(this.#kept.get(`${streamId}/${String(form)}`));
  }

  keepState(streamId: string, form: number, kept: Kept): Promise<void> {
    // As JSON, which is what a state that is kept must survive.
    this.#kept.set(`${streamId}/${String(form)}`, JSON.parse(JSON.stringify(kept)) as Kept);
    return Promise.resolve();
  }

  head(): Promise<number> {
    return Promise.resolve(this.all.length);
  }

  async history(wanted: WantedHistory): Promise<Stored[]> {
    await Promise.resolve();
    if (wanted.endpointId === undefined && wanted.tenantId === undefined)
      throw new Error('history of what? Neither an endpoint nor a project is named');
    const fitting = this.all.filter((event) => isOf(event, wanted) && isWithin(event, wanted));
    return (wanted.order === 'oldestFirst' ? fitting : fitting.reverse()).slice(0, wanted.limit);
  }

  #of(streamId: string): Stored[] {
    return this.all.filter((event) => event.streamId === streamId);
  }
}

const dataOf = ({ type, data }: Event): unknown => {
  const definition = definitionOf(type);
  if (definition?.channel !== 'LOG') throw new Error(`${type} is not an event of the log`);
  return definition.schema.parse(data);
};

const tenantOf = (data: unknown): string | null => {
  const { projectId } = data as { projectId?: unknown };
  return typeof projectId === 'string' ? projectId : null;
};

const isOf = (event: Stored, wanted: WantedHistory): boolean =>
  isIn(event, wanted) && (wanted.requestId === undefined || event.meta.requestId === wanted.requestId);

const isIn = ({ data, tenantId, streamId, type, meta }: Stored, wanted: WantedHistory): boolean =>
  (wanted.endpointId === undefined || (data as { endpointId?: string }).endpointId === wanted.endpointId) &&
  (wanted.tenantId === undefined || tenantId === wanted.tenantId) &&
  (wanted.streamId === undefined || streamId === wanted.streamId) &&
  (!wanted.types || wanted.types.includes(type)) &&
  (wanted.actor === undefined || meta.actor === wanted.actor);

const isWithin = (
  { position, occurredAt }: Stored,
  { after = 0, before = Infinity, since, until }: WantedHistory,
): boolean =>
  position > after && position < before && (!since || occurredAt >= since) && (!until || occurredAt <= until);
