import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, testService } from '@tidegate/testing';
import { EventStore } from './event.store.ts';
import { aCause, rate, serviceOf, upTo } from './eventing.spec-helper.ts';

describe('a copy of the log', () => {
  let app: TestService;
  let store: EventStore;
  beforeAll(async () => {
    app = await testService({ service: 'specs', module: serviceOf({}) });
    store = app.get(EventStore);
  });
  afterAll(() => app.close());

  it('has what the log has, whatever texts are in it', async () => {
    const odd = 'tab\t, line\n, return\r, back\\slash \\n, \\., quote " and ’ and 🌊';
    const events = [...upTo(30).map(rate), { ...rate(1), data: { ...rate(1).data, sku: odd } }];
    await store.append('rate-odd', 'any', events, aCause());
    const head = await store.head();
    const types = ['RatePublished'];
    const facts = await store.copyLog({ after: 0, upTo: head, types });
    const read = await store.readLog({ after: 0, types, limit: 1000 });
    expect(facts).toEqual(
      read.map(({ id, position, version, type, data, occurredAt }) => ({
        id,
        position,
        version,
        type,
        data,
        occurredAt,
      })),
    );
    expect(facts.at(-1)?.data).toMatchObject({ sku: odd });
  });

  it('has no more than what was asked for', async () => {
    const types = ['RatePublished'];
    const positions = async (after: number, last: number) =>
      (await store.copyLog({ after, upTo: last, types })).map(({ position }) => position);
    expect(await positions(3, 6)).toEqual([4, 5, 6]);
    expect(await positions(6, 6)).toEqual([]);
    expect(await store.copyLog({ after: 0, upTo: 9, types: [`it's none`] })).toEqual([]);
  });
});
