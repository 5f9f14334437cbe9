import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Broken, countsOf } from './checks.ts';
import { fold } from './fold.ts';
import type { Machine } from './machine.ts';
import { MemorySession } from './memory-db.ts';
import { Tables } from './tables.ts';

type AtRest = Readonly<{
  log: readonly Recorded<AnyEvent>[];
  tables: Tables;
  machines: readonly Machine[];
  /** Its replicas fail now and then: it is never quite as it shall be. */
  crashes: (endpointId: string) => boolean;
}>;

/** What is not yet as it shall be when nothing happens any more; null: everything is. */
export const unsettled = ({ log, tables, machines, crashes }: AtRest): string | null => {
  if ((tables.checkpoints.get('scheduler.pool') ?? 0) < log.length) return 'the scheduler lags behind';
  for (const [endpointId, counts] of countsOf(log)) {
    const problem = uneven(tables, endpointId, counts, crashes(endpointId));
    if (problem !== null) return problem;
  }
  return orphan(tables, machines);
};

type Counts = Readonly<{ desired: number; ready: ReadonlySet<string>; live: ReadonlySet<string> }>;

const uneven = (tables: Tables, endpointId: string, counts: Counts, mayCrash: boolean): string | null => {
  const { desired, ready, live } = counts;
  const waits = [...live].some((id) => tables.replicas.get(id)?.state === 'pending');
  const isRollingOut = tables.rollouts.get(endpointId)?.outcome === null;
  // A rollout without room waits with as many more as it may have.
  const most = desired + (waits && isRollingOut ? Math.max(1, Math.floor(desired / 4)) : 0);
  if (live.size < desired || live.size > most)
    return `${endpointId} has ${String(live.size)} replicas and shall have ${String(desired)}`;
  return ready.size === desired || waits || mayCrash
    ? null
    : `of ${endpointId} ${String(ready.size)} of ${String(desired)} are ready, and none waits for room`;
};

const orphan = (tables: Tables, machines: readonly Machine[]): string | null => {
  for (const { running } of machines)
    for (const replicaId of running.keys())
      if (!tables.replicas.get(replicaId)) return `${replicaId} runs, and nobody wants it`;
  return null;
};

/** @throws when the tables are not what the whole log says to one who reads it anew */
export const tablesAreTheLog = (tables: Tables, log: readonly Recorded<AnyEvent>[]): void => {
  const anew = new Tables();
  const session = new MemorySession();
  for (const event of log) fold(anew, session, event);
  if (facts(anew) !== facts(tables)) throw new Broken('the tables are not what the log says');
};

const facts = ({ replicas, nodes, targets, rollouts }: Tables): string =>
  JSON.stringify(
    [replicas, nodes, targets, rollouts].map((table) =>
      [...table.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    // Its own appends are in the tables before their time in the log is known.
    (key, value: unknown) => (/^(requested|placed|draining)AtUs$/.test(key) ? 0 : value),
  );
