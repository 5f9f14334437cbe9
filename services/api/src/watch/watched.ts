import { type AnyEvent, type EventType, type Recorded, registry } from '@tidegate/contracts';
import { endpointList } from '../endpoints/endpoint-list.projection.ts';

/** One watch sees one project; of that, one endpoint or all, and some types or all. */
export type Wanted = Readonly<{
  projectId: string;
  endpointId: string | null;
  types: ReadonlySet<string> | null;
}>;

/** Events of the log that belong to a project. Those of tokens are for administrators only, and a watch is for every reader. */
export const WATCHED_TYPES: readonly EventType[] = Object.values(registry)
  .filter(
    ({ channel, category, schema }) =>
      channel === 'LOG' && category !== 'token' && 'projectId' in schema.shape,
  )
  .map(({ type }) => type);

const WATCHED: ReadonlySet<string> = new Set(WATCHED_TYPES);
const CHANGES_THE_VIEW: ReadonlySet<string> = new Set(Object.keys(endpointList.on));

export const isWatched = (type: string): boolean => WATCHED.has(type);

export const endpointOf = ({ data }: Recorded<AnyEvent>): string | null =>
  'endpointId' in data ? data.endpointId : null;

export const isWanted = (event: Recorded<AnyEvent>, { projectId, endpointId, types }: Wanted): boolean =>
  isWatched(event.type) &&
  event.tenantId === projectId &&
  (endpointId === null || endpointOf(event) === endpointId) &&
  (types === null || types.has(event.type));

/** For each endpoint whose view these changes alter: the position of the last one that does. It alone carries the new view. */
export const lastOfEach = (changes: readonly Recorded<AnyEvent>[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const change of changes) {
    const endpointId = endpointOf(change);
    if (endpointId !== null && CHANGES_THE_VIEW.has(change.type)) last.set(endpointId, change.position);
  }
  return last;
};
