import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OpenVisits } from './open-visits.ts';

describe('open visits', () => {
  it('are those that came and did not go, in whatever order they did', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(9))), (steps) => {
        const visits = Array.from({ length: 10 }, () => ({ place: -1 }));
        const open = new OpenVisits<{ place: number }>();
        const model = new Set<{ place: number }>();
        for (const [comes, n] of steps) {
          const visit = visits[n]!;
          if (!comes) {
            open.delete(visit);
            model.delete(visit);
          } else if (!model.has(visit)) {
            open.add(visit);
            model.add(visit);
          }
          expect(new Set(open)).toEqual(model);
          expect(open.size).toBe(model.size);
          for (const one of visits) expect(open.some((other) => other === one)).toBe(model.has(one));
        }
      }),
    );
  });
});
