import { describe, expect, it } from '@jest/globals';
import { asked, idled, occupied } from '../rating/endpoint-facts.spec-helper.ts';
import {
  draining,
  placed,
  ready,
  resumed,
  slept,
  started,
  stopped,
  woken,
} from '../rating/facts.spec-helper.ts';
import { endpointOf } from './endpoint.ts';
import { type EndpointFact, type EndpointTraces, withEndpointEvent } from './endpoint-traces.ts';
import { holdingOf, type ReplicaFact, type Traces, withEvent } from './holding.ts';
import { stretchesOf } from './phases.ts';

const SECOND_US = 1_000_000;
const at = (seconds: number) => ({ atUs: seconds * SECOND_US });
const NOW = 100;

/** The phases of one replica, in seconds: what happened to it, and to its endpoint. */
const phases = (ofReplica: readonly ReplicaFact[], ofEndpoint: readonly EndpointFact[] = []): string[] => {
  let traces: Traces | undefined;
  for (const fact of ofReplica) traces = withEvent(traces, fact);
  let known: EndpointTraces = { endpointId: 'e', projectId: 'p', terms: [], marks: [] };
  for (const fact of ofEndpoint) known = withEndpointEvent(known, fact);
  const holding = traces && holdingOf(traces);
  if (!holding) return [];
  return stretchesOf(holding, endpointOf(known).around, NOW * SECOND_US).map(
    ({ fromUs, toUs, phase, isGated }) =>
      `${String(fromUs / SECOND_US)}-${String(toUs / SECOND_US)} ${phase}${isGated ? ' gated' : ''}`,
  );
};

describe('a replica', () => {
  it('pulls, loads, serves, drains and ends', () =>
    expect(
      phases([
        placed('r', at(10)),
        started('r', at(20)),
        ready('r', at(50)),
        draining('r', at(80)),
        stopped('r', at(90)),
      ]),
    ).toEqual(['10-20 pulling', '20-50 loading', '50-80 ready', '80-90 draining']));

  it('that was never started pulled to its end', () =>
    expect(phases([placed('r', at(10)), stopped('r', at(30))])).toEqual(['10-30 pulling']));

  it('that sleeps keeps its place, and loads again when it is woken', () =>
    expect(
      phases([
        started('r', at(0)),
        ready('r', at(10)),
        draining('r', at(20)),
        slept('r', at(25)),
        woken('r', at(60)),
        ready('r', at(70)),
      ]),
    ).toEqual([
      '0-10 loading',
      '10-20 ready',
      '20-25 draining',
      '25-60 sleeping',
      '60-70 loading',
      '70-100 ready',
    ]));

  it('that is wanted after all serves on', () =>
    expect(
      phases([started('r', at(0)), ready('r', at(10)), draining('r', at(20)), resumed('r', at(30))]),
    ).toEqual(['0-10 loading', '10-20 ready', '20-30 draining', '30-100 ready']));

  it('whose node’s clock is off is taken into the time in which it was held', () =>
    expect(
      phases([
        placed('r', at(10)),
        started('r', at(8)),
        ready('r', at(5)),
        draining('r', at(95)),
        stopped('r', at(90)),
      ]),
    ).toEqual(['8-90 ready']));
});

describe('an endpoint with nothing to do', () => {
  const serving = [started('r', at(0)), ready('r', at(10)), draining('r', at(80))];

  it('makes ready replicas idle, and no others', () =>
    expect(phases(serving, [idled(at(5)), occupied(at(30)), idled(at(60))])).toEqual([
      '0-10 loading',
      '10-30 idle',
      '30-60 ready',
      '60-80 idle',
      '80-100 draining',
    ]));

  it('that takes asynchronous requests is gated, for as long as it takes them', () =>
    expect(
      phases(serving, [
        asked({ ...at(0), takesAsync: true }),
        asked({ ...at(40), revision: 2 }),
        idled(at(20)),
      ]),
    ).toEqual(['0-10 loading', '10-20 ready', '20-40 idle gated', '40-80 idle', '80-100 draining']));
});
