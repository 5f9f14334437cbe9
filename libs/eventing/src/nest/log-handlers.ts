import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { Tx } from './db.ts';
import { contextFromTraceparent, inSpan, SpanKind } from './tracing.ts';

type Event = Recorded<AnyEvent>;
export type LogHandler = (event: Event, tx: Tx) => Promise<unknown>;
export type BatchHandler = (events: readonly Event[], tx: Tx) => Promise<unknown>;

export type Handlers = Readonly<{
  /** The durable name: renaming it starts again from the beginning. */
  name: string;
  handlers: ReadonlyMap<string, LogHandler>;
  /** For events of these types, as many at once as follow each other. */
  batch?: Readonly<{ types: ReadonlySet<string>; handle: BatchHandler }>;
}>;

/** Who of a consumer handles which events, one at a time or many at once. */
export class LogHandlers {
  constructor(private readonly given: Handlers) {}

  get types(): readonly string[] {
    return [...this.given.handlers.keys(), ...(this.given.batch?.types ?? [])];
  }

  /** The same events, in their order: those of the batch that follow each other at once, each of the others by itself. */
  runs(events: readonly Event[]): Event[][] {
    const runs: Event[][] = [];
    let open: Event[] | undefined;
    for (const event of events) {
      const isBatched = this.#isBatched(event);
      if (isBatched && open) open.push(event);
      else {
        const run = [event];
        runs.push(run);
        open = isBatched ? run : undefined;
      }
    }
    return runs;
  }

  /** @param run as `runs` gave it, or a part of it */
  async handle(run: readonly Event[], tx: Tx): Promise<void> {
    const [first] = run;
    if (!first) return;
    const { name, handlers, batch } = this.given;
    const isBatched = this.#isBatched(first);
    const handler = handlers.get(first.type);
    if (!isBatched && !handler) return;
    await inSpan(
      {
        name: `${name} ${isBatched ? 'batch' : first.type}`,
        kind: SpanKind.CONSUMER,
        parent: contextFromTraceparent(first.meta.traceparent),
        attributes: {
          'messaging.message.id': first.id,
          'messaging.batch.message_count': run.length,
          'tidegate.stream': first.streamId,
          'tidegate.position': first.position,
        },
      },
      async () => (isBatched ? batch?.handle(run, tx) : handler?.(first, tx)),
    );
  }

  #isBatched({ type }: Event): boolean {
    return this.given.batch?.types.has(type) ?? false;
  }
}
