import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Module } from '@nestjs/common';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { MIGRATIONS, PoolStore, QuotaStore, ReplicaStore, ReviewStore } from '@tidegate/scheduler/simulated';
import { type TestService, testService } from '@tidegate/testing';
import fc from 'fast-check';
import { MemorySession } from './memory-db.ts';
import { plans } from './plans.spec-helper.ts';
import { simulate } from './simulate.ts';
import { poolStore } from './pool-store.ts';
import { replicaStore } from './replica-store.ts';
import { quotaStore, reviewStore } from './work-stores.ts';
import { Tables } from './tables.ts';

const LIVES = 6;
/** Every answer is compared after so many events. */
const EVERY = 7;

/** The stores with nobody who acts on what they hold. */
@Module({
  imports: [EventingModule.forRoot({ service: 'scheduler', migrations: MIGRATIONS })],
  providers: [PoolStore, QuotaStore, ReplicaStore, ReviewStore],
})
class StoresAlone {}

type Asked = Readonly<{ cluster: string; endpointIds: readonly string[]; projectIds: readonly string[] }>;
type Stores = Readonly<{ pool: PoolStore; replicas: ReplicaStore; quotas: QuotaStore; reviews: ReviewStore }>;

/** Rows in one order, whatever order they came in. */
const sorted = (rows: readonly unknown[]): unknown[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** All that a decision may ask, but for what a clock goes into. */
const answers = async ({ pool, replicas, quotas, reviews }: Stores, tx: Db, asked: Asked) => {
  const { cluster, endpointIds, projectIds } = asked;
  const draining = await replicas.draining(tx);
  return {
    version: await pool.lock(tx, cluster),
    pending: await pool.pending(tx, cluster),
    held: Object.fromEntries(await pool.heldByProject(tx, cluster)),
    past: sorted(await pool.past(tx, cluster)),
    rooms: (await pool.rooms(tx, cluster)).map((room) => ({
      ...room,
      // Which node they are on is the room's own word.
      held: room.held.map((one) => ({ ...one, nodeId: room.nodeId })),
      claims: room.claims.map(({ id, hardware, placement }) => ({ id, hardware, placement })),
    })),
    heldBy: await Promise.all(endpointIds.map((id) => pool.held(tx, id))),
    situations: await Promise.all(
      endpointIds.map(async (id) => {
        const situation = await replicas.situation(tx, id);
        return (
          situation && { ...situation, templates: sorted(situation.templates), live: sorted(situation.live) }
        );
      }),
    ),
    inRollouts: sorted(await replicas.waitingInRollouts(tx)),
    clusters: sorted(await replicas.clustersWithPending(tx)),
    draining: sorted(draining.map(({ drainingForUs: _, ...row }) => row)),
    uses: sorted(await quotas.uses(tx, projectIds)),
    emptied: await reviews.emptied(tx),
    reviews: sorted(await reviews.waiting(tx)),
  };
};

describe('the tables of a simulation and those in Postgres', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService({ service: 'scheduler', module: StoresAlone });
  });
  afterAll(async () => {
    await service.close();
  });

  it('answer every question in the same way, after any events', async () => {
    const db = service.get(Db);
    const real = {
      pool: service.get(PoolStore),
      replicas: service.get(ReplicaStore),
      quotas: service.get(QuotaStore),
      reviews: service.get(ReviewStore),
    };
    for (const plan of fc.sample(plans(900), { numRuns: LIVES, seed: 3 })) {
      const { log } = await simulate(plan);
      const tables = new Tables();
      const nowUs = (): number => Date.now() * 1000;
      const memory = {
        pool: poolStore(tables, nowUs),
        replicas: replicaStore(tables, nowUs),
        quotas: quotaStore(tables),
        reviews: reviewStore(tables),
      };
      const asked = askedOf(log);
      for (const event of log) {
        const session = new MemorySession();
        const [{ news }, there] = await Promise.all([
          memory.pool.project(session, event),
          real.pool.project(db, event),
        ]);
        session.commit();
        expect(news).toBe(there.news);
        await askReviews([memory.reviews, real.reviews], db, event);
        if (event.position % EVERY !== 0) continue;
        const expected = await answers(real, db, asked);
        expect(JSON.parse(JSON.stringify(await answers(memory, db, asked)))).toEqual(
          JSON.parse(JSON.stringify(expected)),
        );
      }
      await forgetAll(db);
    }
  }, 300_000);
});

/** As the consumer asks for them; one that waits is taken with each start of a replica. */
const askReviews = async (
  stores: readonly ReviewStore[],
  tx: Db,
  event: Recorded<AnyEvent>,
): Promise<void> => {
  if (event.type === 'NodeDrainStarted' || event.type === 'NodeUncordoned')
    for (const reviews of stores) await reviews.askForThoseOn(tx, event.data.nodeId, event.id);
  if (event.type !== 'ReplicaStarted') return;
  const taken = await Promise.all(stores.map((reviews) => reviews.take(tx, event.data.endpointId)));
  expect(new Set(taken).size).toBe(1);
};

const askedOf = (log: readonly Recorded<AnyEvent>[]): Asked => {
  const requests = log.flatMap((event) => (event.type === 'EndpointRequested' ? [event.data] : []));
  return {
    cluster: 'local',
    endpointIds: requests.map(({ endpointId }) => endpointId),
    projectIds: [...new Set(requests.map(({ projectId }) => projectId))],
  };
};

const forgetAll = async (db: Db): Promise<void> => {
  for (const table of [
    'pools',
    'nodes',
    'revisions',
    'targets',
    'rollouts',
    'replicas',
    'reviews',
    'project_quotas',
  ])
    await db.query({ text: `delete from ${table}`, values: [] });
};
