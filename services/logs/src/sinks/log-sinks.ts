import { type EventNamed, type LogSinkEvent, type LogSinkWish, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

export type LogSink = Omit<EventNamed<'LogSinkSet'>['data'], 'sinkId' | 'projectId'>;
/** All log sinks of one project by id: one aggregate, so that their number has a limit that no race passes. */
export type LogSinks = Readonly<Record<string, LogSink>>;

type Owned = Readonly<{ projectId: string; sinkId: string }>;
/** Headers as they are kept: their values are sealed elsewhere, under this id. */
export type KeptHeaders = Pick<LogSink, 'headersId' | 'headerNames'>;
type Wish = Omit<LogSinkWish, 'headers'>;
type Changes = Readonly<{ [Field in keyof Wish]?: Wish[Field] | undefined }>;
export type LogSinkCommand = Owned &
  (
    | Readonly<{ type: 'Create'; wish: Wish; headers: KeptHeaders; most: number }>
    /** What is left out stays as it is; headers are all replaced, or none. */
    | Readonly<{ type: 'Change'; wish: Changes; headers: KeptHeaders | null }>
    | Readonly<{ type: 'Remove' }>
  );

/** The stream of a project’s log sinks. */
export const streamOf = (projectId: string): string => `logsinks-${projectId}`;

export const logSinks: Decider<LogSinks, LogSinkCommand, LogSinkEvent> = {
  initial: {},

  decide(state, command) {
    const { projectId, sinkId } = command;
    const owned = { sinkId, projectId };
    if (command.type === 'Create') {
      const { wish, headers, most } = command;
      if (Object.keys(state).length >= most) return refuse('log_sink.too_many', { most });
      return [{ type: 'LogSinkSet', data: { ...owned, ...wish, ...headers } }];
    }
    const before = state[sinkId] ?? refuse('log_sink.not_found', { sinkId });
    if (command.type === 'Remove') return [{ type: 'LogSinkRemoved', data: owned }];
    return changed(before, command);
  },

  evolve(state, { type, data }) {
    if (type === 'LogSinkSet') {
      const { kind, url, description, endpointIds, headersId, headerNames, enabled } = data;
      const sink = { kind, url, description, endpointIds, headersId, headerNames, enabled };
      return { ...state, [data.sinkId]: sink };
    }
    return Object.fromEntries(Object.entries(state).filter(([id]) => id !== data.sinkId));
  },
};

/** What is as it was before makes no event. */
const changed = (
  before: LogSink,
  { sinkId, projectId, wish, headers }: Extract<LogSinkCommand, { type: 'Change' }>,
): LogSinkEvent[] => {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  const after: LogSink = { ...before, ...given, ...headers };
  const isSame = (Object.keys(before) as (keyof LogSink)[]).every(
    (field) => JSON.stringify(after[field]) === JSON.stringify(before[field]),
  );
  return isSame ? [] : [{ type: 'LogSinkSet', data: { sinkId, projectId, ...after } }];
};
