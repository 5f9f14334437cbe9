/** Of one endpoint, of one project, or of one endpoint if it is that project's; all of it, or what fits. */
export type WantedHistory = Readonly<{
  endpointId?: string | undefined;
  tenantId?: string | undefined;
  /** Of one stream of it only. */
  streamId?: string | undefined;
  types?: readonly string[] | undefined;
  /** Whoever caused it. */
  actor?: string | undefined;
  /** Whatever one request led to. */
  requestId?: string | undefined;
  /** When it happened; both inclusive. */
  since?: Date | undefined;
  until?: Date | undefined;
  /** Positions between which a page lies; both exclusive. */
  after?: number | undefined;
  before?: number | undefined;
  /** Newest first when left out. */
  order?: 'newestFirst' | 'oldestFirst' | undefined;
  limit: number;
}>;

/** What stands after `where`, so that each filter can be answered from the index; only what is asked for stands there. */
export const historyClauses = (wanted: WantedHistory): { text: string; values: unknown[] } => {
  const { endpointId, tenantId, order, limit } = wanted;
  if (endpointId === undefined && tenantId === undefined)
    throw new Error('history of what? Neither an endpoint nor a project is named');
  const values: unknown[] = [limit];
  const clauses = (
    [
      [endpointId, (hole) => `data ? 'endpointId' and data ->> 'endpointId' = ${hole}`],
      [tenantId, (hole) => `tenant_id = ${hole}`],
      [wanted.streamId, (hole) => `stream_id = ${hole}`],
      [wanted.types, (hole) => `type = any(${hole})`],
      [wanted.actor, (hole) => `meta ->> 'actor' = ${hole}`],
      [wanted.requestId, (hole) => `meta ->> 'requestId' = ${hole}`],
      [wanted.since, (hole) => `occurred_at >= ${hole}`],
      [wanted.until, (hole) => `occurred_at <= ${hole}`],
      [wanted.after, (hole) => `position > ${hole}`],
      [wanted.before, (hole) => `position < ${hole}`],
    ] as readonly [unknown, (hole: string) => string][]
  ).flatMap(([value, clause]) => (value === undefined ? [] : [clause(`$${String(values.push(value))}`)]));
  const direction = order === 'oldestFirst' ? 'asc' : 'desc';
  return { text: `${clauses.join(' and ')} order by position ${direction} limit $1`, values };
};
