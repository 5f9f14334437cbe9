import { describe, expect, it } from '@jest/globals';
import { keysOf } from './keys.ts';

describe('a change of an endpoint', () => {
  it('makes its replicas and the nodes old when a replica changed', () => {
    const keys = keysOf({ type: 'ReplicaReady', endpointId: 'endpt-1' });
    expect(keys).toEqual(expect.arrayContaining([['replicas', 'endpt-1'], ['nodes'], ['endpoints']]));
    expect(keys).not.toContainEqual(['scaling', 'endpt-1']);
  });
});

describe('a change of the project', () => {
  it('makes old what it is about, and no endpoint', () => {
    const keys = keysOf({ type: 'TokenIssued', endpointId: null });
    expect(keys).toContainEqual(['tokens']);
    expect(keys).not.toContainEqual(['endpoints']);
  });
});
