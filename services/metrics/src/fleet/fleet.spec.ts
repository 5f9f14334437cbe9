import { describe, expect, it } from '@jest/globals';
import { event } from '../metrics.spec-helper.ts';
import { Fleet } from './fleet.ts';

const ENDPOINT = 'endpt-000000000001';
const PROJECT = 'proj-000000000001';
const REPLICA = 'repl-00000000000a';
const S = 1_000_000;

const fleetAfter = (...events: Parameters<typeof event>[]): Fleet => {
  const fleet = new Fleet();
  fleet.apply(event('EndpointRequested', { endpointId: ENDPOINT, projectId: PROJECT }, 10 * S));
  for (const each of events) fleet.apply(event(...each));
  return fleet;
};
const own = { endpointId: ENDPOINT, replicaId: REPLICA };

describe('an endpoint', () => {
  it('is known with its name and what scaling wants', () => {
    const fleet = fleetAfter(
      ['EndpointUpdated', { endpointId: ENDPOINT, spec: { name: 'talk' } }, 11 * S],
      ['ScaleDecided', { endpointId: ENDPOINT, to: 3 }, 12 * S],
    );
    expect(fleet.ofProject(PROJECT)).toMatchObject([{ name: 'talk', desired: 3, createdAtUs: 10 * S }]);
    expect(fleet.ofProject('proj-000000000002')).toEqual([]);
    expect(fleet.lifeOf(ENDPOINT)).toEqual({ projectId: PROJECT, fromUs: 10 * S, untilUs: Infinity });
  });

  it('that is deleted is no more, and has a past', () => {
    const fleet = fleetAfter(['EndpointDeleted', { endpointId: ENDPOINT }, 20 * S]);
    expect(fleet.endpoint(ENDPOINT)).toBeUndefined();
    expect(fleet.lifeOf(ENDPOINT)).toEqual({ projectId: PROJECT, fromUs: 10 * S, untilUs: 20 * S });
  });
});

describe('a replica', () => {
  const phases = (...types: Parameters<typeof event>[0][]): string[] => {
    const events = types.map((type, n): Parameters<typeof event> => [
      type,
      { ...own, cause: 'scaled_down' },
      (20 + n) * S,
    ]);
    const counts = Object.entries(fleetAfter(...events).phasesOf(ENDPOINT));
    return counts.filter(([, count]) => count > 0).map(([phase]) => phase);
  };

  it('is in one phase at a time', () => {
    expect(phases('ReplicaRequested')).toEqual(['waiting']);
    expect(phases('ReplicaRequested', 'ReplicaPlaced', 'ReplicaStarted')).toEqual(['starting']);
    expect(phases('ReplicaRequested', 'ReplicaReady')).toEqual(['ready']);
    expect(phases('ReplicaRequested', 'ReplicaReady', 'ReplicaDraining')).toEqual(['draining']);
    expect(phases('ReplicaRequested', 'ReplicaReady', 'ReplicaDraining', 'ReplicaResumed')).toEqual([
      'ready',
    ]);
    expect(phases('ReplicaRequested', 'ReplicaReady', 'ReplicaSlept')).toEqual(['sleeping']);
    expect(phases('ReplicaRequested', 'ReplicaReady', 'ReplicaSlept', 'ReplicaWakeRequested')).toEqual([
      'starting',
    ]);
    expect(phases('ReplicaRequested', 'ReplicaReady', 'ReplicaStopped')).toEqual([]);
  });

  it('whose start is not known tells no time of it, and one that was ready before none either', () => {
    const late = fleetAfter(['ReplicaReady', { ...own, readyAtUs: 30 * S }, 30 * S, 2]);
    expect(late.happenedAfter(0)).toEqual([]);
    const again = fleetAfter(
      ['ReplicaRequested', own, 20 * S, 2],
      ['ReplicaReady', { ...own, readyAtUs: 30 * S }, 30 * S, 3],
      ['ReplicaSlept', own, 40 * S, 4],
      ['ReplicaReady', { ...own, readyAtUs: 50 * S }, 50 * S, 5],
    );
    expect(again.happenedAfter(0)).toMatchObject([{ what: 'cold_start', us: 10 * S, position: 3 }]);
    expect(again.happenedAfter(3)).toEqual([]);
  });

  it('that somebody wished to end is no restart', () => {
    const ended = (cause: string) =>
      fleetAfter(
        ['ReplicaRequested', own, 20 * S, 2],
        ['ReplicaStopped', { ...own, cause }, 30 * S, 3],
      ).happenedAfter(0);
    expect(ended('scaled_down')).toEqual([]);
    expect(ended('out_of_memory')).toMatchObject([{ kind: 'restart', endpointId: ENDPOINT }]);
  });

  it('has its happenings told for a while only', () => {
    const fleet = fleetAfter(
      ['ReplicaRequested', own, 20 * S, 2],
      ['ReplicaStopped', { ...own, cause: 'exited' }, 30 * S, 3],
    );
    fleet.apply(event('ReplicaRequested', own, 2000 * S, 4));
    fleet.apply(event('ReplicaStopped', { ...own, cause: 'exited' }, 2000 * S, 5));
    expect(fleet.happenedAfter(0).map(({ position }) => position)).toEqual([5]);
  });
});
