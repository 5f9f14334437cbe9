import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { type TestEndpoints, testEndpoints } from '../endpoints/endpoints.spec-helper.ts';
import type { Reachability } from './model-sources.ts';

let api: TestEndpoints;
beforeAll(async () => {
  api = await testEndpoints();
});
afterAll(() => api.app.close());

const never = () => new Promise<Reachability>(() => undefined);
const reason = { code: 'gated_model', message: 'it is gated', nextStep: 'ask for access' };
const isAsked = (model: string) => api.app.eventually(() => expect(api.sources.asked).toContain(model));

describe('an endpoint that is requested', () => {
  it('is built in the background, and deployed', async () => {
    const id = await api.request({ model: 'demo/fine' });
    await api.becomes(id, 'deploying');
    await api.nothingIsPending(id);
    expect(api.sources.asked).toContain('demo/fine');
  });

  it('has failed when its model cannot be had, with the reason of its source', async () => {
    api.sources.answers.set('demo/gated', () => Promise.resolve({ ok: false, reason }));
    const id = await api.request({ model: 'demo/gated' });
    expect((await api.becomes(id, 'build_failed')).reason).toEqual(reason);
    await api.nothingIsPending(id);
  });

  it('is built all the same when its source fails again and again', async () => {
    api.sources.answers.set('demo/unreachable', () => Promise.reject(new Error('no route to the hub')));
    const id = await api.request({ model: 'demo/unreachable' });
    await api.becomes(id, 'deploying');
    expect(api.sources.asked.filter((model) => model === 'demo/unreachable')).toHaveLength(3);
  });

  it('is built by its newest revision: what comes of an older one means nothing', async () => {
    let answer: ((found: Reachability) => void) | undefined;
    api.sources.answers.set('demo/slow', () => new Promise((resolve) => (answer = resolve)));
    const id = await api.request({ model: 'demo/slow' });
    await api.app.eventually(() => expect(answer).toBeDefined());
    await api.update(id, { model: 'demo/quick' });
    answer?.({ ok: false, reason });
    expect(await api.becomes(id, 'deploying')).toMatchObject({ revision: 2, template: 2 });
    await api.nothingIsPending(id);
  });

  it('is built by another process when the first one died', async () => {
    api.sources.answers.set('demo/orphan', never);
    const id = await api.request({ model: 'demo/orphan' });
    await isAsked('demo/orphan');
    const other = await testEndpoints(api.app);
    // The claim of the dead one is over.
    await api.db.query(
      sql`update pending_builds set claimed_until = clock_timestamp() where endpoint_id = ${id}`,
    );
    api.sources.answers.delete('demo/orphan');
    await api.becomes(id, 'deploying');
    await other.app.close();
  });

  it('can be stopped before it is built, and is not built then', async () => {
    api.sources.answers.set('demo/stopped', never);
    const id = await api.request({ model: 'demo/stopped' });
    await isAsked('demo/stopped');
    await api.command(id, { type: 'StopEndpoint', at: new Date().toISOString() });
    await api.becomes(id, 'stopped');
    await api.nothingIsPending(id);
  });
});
