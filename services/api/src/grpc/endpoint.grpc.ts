import { Injectable } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { FollowLines } from '../logs/follow-lines.gateway.ts';
import { logWishOf } from '../logs/log-asks.ts';
import { LogQuery } from '../logs/log.dto.ts';
import type { LogItem } from '../logs/sse.ts';
import { WatchAsks } from '../watch/watch-asks.handler.ts';
import type { WatchItem } from '../watch/watch-view.ts';
import { WatchQuery } from '../watch/watch.dto.ts';
import { Watches } from '../watch/watches.gateway.ts';
import { type Json, pick } from '../rpcs/rpc.ts';
import type { OpenStream, Streaming } from './streams.gateway.ts';

/** The streams of EndpointService and LogService: what REST sends as server-sent events, as messages. */
@Injectable()
export class EndpointStreams {
  readonly methods: Readonly<Record<string, OpenStream>> = {
    WatchEndpoints: (caller, request, closed) => this.#watch(caller, request, closed),
    FollowLogs: (caller, request, closed) => this.#follow(caller, request, closed),
    Follow: async (caller, request, closed) => {
      const { items, stalled } = await this.#follow(caller, request, closed);
      return { items: mapped(items, (line) => ({ line })), stalled };
    },
  };

  // eslint-disable-next-line max-params -- two streams, each with what REST has
  constructor(
    private readonly watches: Watches,
    private readonly asks: WatchAsks,
    private readonly follower: FollowLines,
    private readonly own: OwnEndpoints,
    private readonly clock: Clock,
  ) {}

  async #watch(caller: Caller, request: Json, closed: AbortSignal): Promise<Streaming> {
    const { endpointId: endpoint, types, after } = request as WatchRequest;
    const given = {
      endpoint,
      types: types?.join(','),
      after: after === undefined ? undefined : String(after),
    };
    const ask = await this.asks.of(caller, asQuery(WatchQuery, given));
    const watching = await this.watches.open(ask, closed);
    return { items: mapped(watching.items(), watchMessage), stalled: watching.stalled };
  }

  async #follow(caller: Caller, request: Json, closed: AbortSignal): Promise<Streaming> {
    const { endpointId: id = '', replicaId: replica, lines, seconds } = request as FollowRequest;
    const wanted = asQuery(LogQuery, {
      ...pick(request, 'after', 'stream', 'severity', 'traceId', 'requestId'),
      replica,
      lines: textOf(lines),
      seconds: textOf(seconds),
      ...searchIn(request as FollowRequest),
      follow: 'true',
    });
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const { ask } = logWishOf({ endpointId, projectId }, wanted, this.clock.nowUs());
    const { items, stalled } = await this.follower.follow(ask, caller, closed);
    return { items: mapped(items, lineMessage), stalled };
  }
}

type WatchRequest = Readonly<{ endpointId?: string; types?: readonly string[]; after?: number }>;
type FollowRequest = Readonly<{
  endpointId?: string;
  replicaId?: string;
  lines?: number;
  seconds?: number;
  search?: string;
  ignoreCase?: boolean;
  regex?: boolean;
}>;

const searchIn = ({ search, ignoreCase, regex }: FollowRequest) => ({
  q: search,
  case: ignoreCase === true ? 'false' : undefined,
  regex: regex === true ? 'true' : undefined,
});

const textOf = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : String(count);

/** The rules are those of the query of REST. */
const asQuery = <Dto extends object>(dto: new () => Dto, given: object): Dto => {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return query(dto).transform(present, { type: 'query' });
};

const watchMessage = (item: WatchItem): Json => {
  switch (item.kind) {
    case 'snapshot':
      return { snapshot: item.snapshot };
    case 'change':
      return { change: item.change };
    case 'reset':
      return { reset: {} };
    case 'heartbeat':
      return { heartbeat: { position: item.position } };
  }
};

/** A log has no message for silence: the connection has its own. */
const lineMessage = (item: LogItem): Json | null => (item.kind === 'line' ? item.line : null);

async function* mapped<Item>(
  items: AsyncIterable<Item>,
  messageOf: (item: Item) => Json | null,
): AsyncGenerator<Json> {
  for await (const item of items) {
    const message = messageOf(item);
    if (message) yield message;
  }
}
