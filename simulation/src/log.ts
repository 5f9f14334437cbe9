import { type Event, type Recorded, definitionOf } from '@tidegate/contracts';
import { type Cause, deriveUuid } from '@tidegate/eventing';
import { type Appended, Conflict, type EventStore } from '@tidegate/eventing/nest';
import type { Host } from './host.ts';

type Stored = Recorded<Event>;
type Read = Readonly<{ events: readonly Stored[]; version: number }>;

/**
 * The one log of a world, which tells whoever follows it that it has grown. It promises what the real one does: schemas, expected
 * versions, each command once, dense positions. A life appends and loads all the time, so nothing here looks through the whole log.
 */
export class SharedLog {
  readonly all: Stored[] = [];
  readonly #streams = new Map<string, Stored[]>();
  readonly #byId = new Map<string, Stored>();
  readonly #followers: (() => void)[] = [];

  constructor(private readonly nowUs: () => number) {}

  onGrowth(then: () => void): void {
    this.#followers.push(then);
  }

  read(streamId: string, after = 0): Promise<Read> {
    const events = this.#streams.get(streamId)?.slice(after) ?? [];
    return Promise.resolve({ events, version: after + events.length });
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
    const stream = this.#streams.get(streamId) ?? [];
    const before = this.#byId.get(deriveUuid(cause.commandId, streamId, 0));
    if (before) return reached('duplicate', before, events.length);
    if (expected !== 'any' && expected !== stream.length)
      throw new Conflict(`${streamId} is not at version ${String(expected)}`);
    this.#streams.set(streamId, stream);
    const [first] = checked.map((event, n) => this.#add(stream, event, { streamId, n, cause }));
    for (const then of this.#followers) then();
    return reached('ok', first, events.length);
  }

  #add(
    stream: Stored[],
    event: Pick<Stored, 'type' | 'data'>,
    { streamId, n, cause }: Readonly<{ streamId: string; n: number; cause: Cause }>,
  ): Stored {
    const stored: Stored = {
      ...event,
      id: deriveUuid(cause.commandId, streamId, n),
      position: this.all.length + 1,
      streamId,
      version: stream.length + 1,
      schemaVersion: definitionOf(event.type)?.version ?? 1,
      tenantId: tenantOf(event.data),
      correlationId: cause.correlationId,
      causationId: cause.causationId,
      occurredAt: new Date(Math.floor(this.nowUs() / 1000)),
      meta: {
        ...(cause.actor && { actor: cause.actor }),
        ...(cause.requestId && { requestId: cause.requestId }),
      },
    };
    stream.push(stored);
    this.all.push(stored);
    this.#byId.set(stored.id, stored);
    return stored;
  }
}

const reached = (outcome: Appended['outcome'], first: Stored | undefined, count: number): Appended => {
  const { position, version } = first ?? { position: 0, version: 0 };
  const [lastPosition, last] = [position + count - 1, version + count - 1];
  return { outcome, firstPosition: position, lastPosition, version: last };
};

const dataOf = ({ type, data }: Event): unknown => {
  const definition = definitionOf(type);
  if (definition?.channel !== 'LOG') throw new Error(`${type} is not an event of the log`);
  return definition.schema.parse(data);
};

const tenantOf = (data: unknown): string | null => {
  const { projectId } = data as { projectId?: unknown };
  return typeof projectId === 'string' ? projectId : null;
};

/** The log as a process reaches it: a word to it takes time, and so does its answer; a dead process gets none. */
export const reachedBy = (log: SharedLog, host: Host, delayUs: () => number): EventStore => {
  const far = {
    read: (streamId: string, after?: number) => log.read(streamId, after),
    append: async (...what: Parameters<EventStore['append']>) => {
      await host.wait(delayUs());
      const said = await log.append(...what).then(
        (appended) => ({ appended }),
        (error: unknown) => ({ error }),
      );
      await host.wait(delayUs());
      if ('error' in said) throw said.error;
      return said.appended;
    },
  };
  return far as unknown as EventStore;
};
