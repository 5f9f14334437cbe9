import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import type { QueryRunner } from 'typeorm';
import { type TestEndpoints, ready, testEndpoints } from '../endpoints/endpoints.spec-helper.ts';
import { type Tally, factsOf, tallied } from './replica-tally.ts';
import { TalliesHaveTemplates1763800100000 } from './tracking.migration.ts';

let api: TestEndpoints;
beforeAll(async () => {
  api = await testEndpoints();
});
afterAll(() => api.app.close());

describe('a tally of the first release', () => {
  it('is one whose replicas and failures are of template 1', async () => {
    const id = 'endpt-00000000000a';
    const old = {
      projectId: 'proj-0123456789ab',
      attempt: 2,
      scale: null,
      replicas: { 'repl-00000000000a': { stage: 'starting', attempt: 2, readyAtUs: null } },
      startsFailedInARow: 3,
      crashedAtUs: [7],
      failure: null,
    };
    await api.db.query(
      sql`insert into replica_tally (endpoint_id, tally) values (${id}, ${JSON.stringify(old)}::jsonb)`,
    );
    const runner = { query: (text: string) => api.db.query({ text, values: [] }) };
    await new TalliesHaveTemplates1763800100000().up(runner as unknown as QueryRunner);
    const [row] = await api.db.query<{ tally: Tally }>(
      sql`select tally from replica_tally where endpoint_id = ${id}`,
    );
    const tally = row!.tally;
    expect(Object.keys(tally).toSorted()).toEqual([
      'attempt',
      'ended',
      'failures',
      'projectId',
      'replicas',
      'scale',
      'trafficVisible',
    ]);
    expect(factsOf(tally)).toEqual({
      attempt: 2,
      scale: null,
      templates: {
        1: { waiting: 0, starting: 1, ready: 0, draining: 0, startsFailedInARow: 3, recentCrashes: 1 },
      },
      delayed: null,
      trafficVisible: true,
      ended: null,
    });
    const then = factsOf(tallied(tally, ready(id, 'repl-00000000000a')));
    expect(then.templates['1']).toMatchObject({ ready: 1, startsFailedInARow: 0 });
  });
});
