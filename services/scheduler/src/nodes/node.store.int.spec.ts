import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { MIGRATIONS } from '../simulated.ts';
import { NodeStore } from './node.store.ts';

@Module({
  imports: [EventingModule.forRoot({ service: 'scheduler', migrations: MIGRATIONS })],
  providers: [NodeStore],
})
class StoreAlone {}

const nodeId = 'node-00000000000a';
const word = { nodeId, bootId: 'boot-1', agentId: 'agent-1', has: [] };
/** By the node's clock, whose zero is second 1000 of the control plane's. */
const us = (seconds: number): number => seconds * 1_000_000;

describe('what a node proved', () => {
  let service: TestService;
  let db: Db;
  let store: NodeStore;
  beforeEach(async () => {
    service = await testService({ service: 'scheduler', module: StoreAlone });
    [db, store] = [service.get(Db), service.get(NodeStore)];
    await db.query(sql`
      insert into nodes (id, cluster, boot_id, hostname, address, capacity, driver, labels, taints, zone, clock_offset_us, state,
                         registered_at_us)
      values (${nodeId}, 'local', 'boot-1', 'box', '127.0.0.1', '{}', 'process', '{}', '[]', null, ${us(1000)}, 'ready',
              ${us(1003)})`);
  });
  afterEach(() => service.close());

  it('is nothing before its registration, and stays where it was when it only lives', async () => {
    expect(await store.lastAliveUs(nodeId)).toBe(us(1003));
    await store.sawAlive(word, null);
    expect(await store.lastAliveUs(nodeId)).toBe(us(1003));
    await store.sawAlive(word, us(20));
    await store.sawAlive({ ...word, bootId: 'boot-2' }, null);
    expect(await store.lastAliveUs(nodeId)).toBe(us(1020));
    expect(await store.heartbeats()).toMatchObject([{ nodeId, lastAliveUs: us(1020) }]);
    const [seen] = await store.heartbeats();
    expect(seen?.silentUs).toBeLessThan(us(60));
  });

  it('says nothing of another boot', async () => {
    await store.sawAlive({ ...word, bootId: 'boot-2' }, us(90));
    expect(await store.lastAliveUs(nodeId)).toBe(us(1003));
    expect(await store.heartbeats()).toMatchObject([{ lastAliveUs: us(1003) }]);
  });

  it('is known of one that was removed', async () => {
    await store.sawAlive(word, us(20));
    await db.query(sql`
      insert into replicas (id, endpoint_id, project_id, revision, cluster, hardware, state, node_id, requested_at_us)
      values ('repl-00000000000a', 'endpt-00000000000a', 'proj-00000000000a', 1, 'local', '{}', 'ready', ${nodeId}, 0)`);
    expect(await store.removedInUse()).toEqual([]);
    await db.query(sql`delete from nodes`);
    expect(await store.removedInUse()).toEqual([{ nodeId, bootId: 'boot-1', monotonicUs: us(20) }]);
    expect(await store.lastAliveUs(nodeId)).toBeUndefined();
  });
});
