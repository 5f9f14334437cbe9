import { describe, expect, it } from '@jest/globals';
import type { Clock, Db } from '@tidegate/eventing/nest';
import type { PendingReplica } from '../placement/pool.store.ts';
import { LineViewStore } from './line-view.store.ts';
import type { LineStore } from './line.store.ts';

describe('a line that many look at', () => {
  it('is read once for all who ask in the same moment, and anew for whom it does not know', async () => {
    let [nowUs, reads] = [0, 0];
    const ids = ['a', 'b'];
    const line = {
      inTurn: () => Promise.resolve(ids.slice(0, ++reads).map((id) => ({ id }) as PendingReplica)),
    } as unknown as LineStore;
    const clock = { monotonicUs: () => nowUs } as Clock;
    const views = new LineViewStore(line, {} as Db, clock);
    const [one, same] = [await views.of('local', 'a'), await views.of('local', 'a')];
    expect(reads).toBe(1);
    expect(same.places.get('a')).toEqual({ place: 1, of: 1 });
    expect(one).toBe(same);
    expect((await views.of('local', 'b')).places.get('b')).toEqual({ place: 2, of: 2 });
    expect(reads).toBe(2);
    nowUs = 2_000_001;
    await views.of('local', 'a');
    await views.of('far', 'a');
    expect(reads).toBe(4);
  });
  it('that could not be read is read again', async () => {
    let reads = 0;
    const line = {
      inTurn: () => (++reads === 1 ? Promise.reject(new Error('gone')) : Promise.resolve([])),
    } as unknown as LineStore;
    const views = new LineViewStore(line, {} as Db, { monotonicUs: () => 0 } as Clock);
    await expect(views.of('local', 'a')).rejects.toThrow('gone');
    expect((await views.of('local', 'a')).replicas).toEqual([]);
  });
});
