import { describe, expect, it } from '@jest/globals';
import { endpointOf } from './endpoint.ts';
import { type EndpointFact, type EndpointTraces, withEndpointEvent } from './endpoint-traces.ts';

const owner = { endpointId: 'endpt-0123456789ab', projectId: 'proj-0123456789ab' };
const said = (type: 'EndpointIdled' | 'EndpointOccupied', sinceUs: number): EndpointFact =>
  ({ type, data: { ...owner, sinceUs } }) as EndpointFact;

const idleOf = (facts: readonly EndpointFact[]) => {
  const traces = facts.reduce<EndpointTraces | undefined>(withEndpointEvent, undefined);
  return traces && endpointOf(traces).around.idle;
};

describe('the idle time of an endpoint', () => {
  it('is none where it ended as it began: its proof was lost', () => {
    const facts = [said('EndpointIdled', 1000), said('EndpointOccupied', 1000)];
    expect(idleOf(facts)).toEqual([]);
    expect(idleOf(facts.toReversed())).toEqual([]);
  });

  it('goes on after that, from whenever it is said again', () => {
    const facts = [said('EndpointIdled', 1000), said('EndpointOccupied', 1000), said('EndpointIdled', 1001)];
    expect(idleOf([...facts, said('EndpointOccupied', 5000)])).toEqual([{ fromUs: 1001, toUs: 5000 }]);
  });
});
