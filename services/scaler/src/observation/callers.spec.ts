import { describe, expect, it } from '@jest/globals';
import { Callers } from './callers.ts';

const ENDPOINT = 'endpt-000000000001';
const trace = (n: number): string => `00-${String(n).padStart(32, '0')}-00000000000000aa-01`;
const said = (source: string, waiting: number) => ({ endpointId: ENDPOINT, source, metrics: { waiting } });

describe('callers who wait', () => {
  it('are one of each gateway, in the order in which gateways spoke', () => {
    const callers = new Callers();
    callers.hear(said('gateway-a', 3), trace(1));
    callers.hear(said('gateway-b', 1), trace(2));
    callers.hear(said('gateway-a', 4), trace(3));
    expect(callers.of(ENDPOINT)).toEqual([trace(3), trace(2)]);
    expect(callers.of('endpt-000000000002')).toEqual([]);
  });

  it('are forgotten once nobody waits there, or nobody is named', () => {
    const callers = new Callers();
    callers.hear(said('gateway-a', 1), trace(1));
    callers.hear(said('gateway-b', 1), trace(2));
    callers.hear(said('gateway-a', 0), trace(1));
    expect(callers.of(ENDPOINT)).toEqual([trace(2)]);
    callers.hear(said('gateway-b', 2), undefined);
    expect(callers.of(ENDPOINT)).toEqual([]);
  });

  it('are eight at most', () => {
    const callers = new Callers();
    for (let n = 0; n < 20; n++) callers.hear(said(`gateway-${String(n)}`, 1), trace(n));
    expect(callers.of(ENDPOINT)).toHaveLength(8);
  });
});
