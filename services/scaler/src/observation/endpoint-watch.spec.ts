import { describe, expect, it } from '@jest/globals';
import { stateFromJson, stateToJson } from '@tidegate/scaling';
import { START_US, scalingWith, trackedWith } from '../scaling/endpoint.spec-helper.ts';
import { EndpointWatch } from './endpoint-watch.ts';
import type { Sample } from './sample.ts';

const tracked = trackedWith(scalingWith(), 1);
const us = (second: number): number => START_US + Math.round(second * 1_000_000);

/** Two requests a second, each answered in half of one. */
const steady = (second: number, rest: Partial<Sample> = {}): Sample => ({
  source: 'gateway-a',
  atUs: us(second),
  inFlight: 1,
  waiting: 0,
  requestsTotal: Math.floor(second * 2),
  finishedTotal: Math.floor(second * 2),
  servedSecondsTotal: Math.floor(second * 2) / 2,
  replicasInFlight: null,
  ...rest,
});

type Life = Readonly<{ from: number; to: number; phase: number; sampleAt?: (second: number) => Sample }>;

/** A look each second and a sample `phase` seconds after it. */
const live = (watch: EndpointWatch, { from, to, phase, sampleAt = steady }: Life): EndpointWatch => {
  for (let second = from; second < to; second++) {
    watch.look(tracked, us(second), true);
    watch.add(sampleAt(second + phase));
  }
  watch.look(tracked, us(to), true);
  return watch;
};

/** As another process finds it. */
const remembered = (watch: EndpointWatch): EndpointWatch =>
  new EndpointWatch(watch.state && stateFromJson(stateToJson(watch.state)));

describe('the watch of an endpoint', () => {
  it.each([0, 0.1, 0.5, 0.9])('counts every request, %d s after a look or with it', (phase) => {
    const { state } = live(new EndpointWatch(), { from: 0, to: 60, phase });
    expect(state?.traffic.arrived).toBeGreaterThanOrEqual(116);
    expect(state?.traffic.arrived).toBeLessThanOrEqual(120);
    expect(state?.serviceSeconds).toBeCloseTo(0.5);
  });

  it('goes on after a restart: nothing of what it lives through again is counted twice, and nothing is missed', () => {
    const first = live(new EndpointWatch(), { from: 0, to: 30, phase: 0.5 });
    const arrived = first.state?.traffic.arrived ?? 0;
    const second = remembered(first);
    for (let at = 20; at < 50; at++) {
      const sample = steady(at + 0.5);
      second.add(sample);
      second.relive(tracked, sample.atUs);
    }
    expect(arrived).toBeGreaterThanOrEqual(56);
    expect(second.state?.traffic.arrived).toBeGreaterThanOrEqual(arrived + 36);
    expect(second.state?.traffic.arrived).toBeLessThanOrEqual(arrived + 40);
  });

  it('lives through the past also when nothing was remembered, whenever the first look is', () => {
    const watch = new EndpointWatch();
    watch.look(tracked, us(60), false);
    for (let at = 0; at < 60; at++) {
      const sample = steady(at + 0.5);
      watch.add(sample);
      watch.relive(tracked, sample.atUs);
    }
    expect(watch.state?.traffic.arrived).toBeGreaterThanOrEqual(116);
    expect(watch.look(tracked, us(60), true).inputs.requestsPerSecond).toBeCloseTo(2, 0);
  });

  it('does not take a restart for the end of a gap', () => {
    const quiet = (second: number): Sample =>
      steady(second, { inFlight: 0, requestsTotal: 60, finishedTotal: 60, servedSecondsTotal: 30 });
    const first = live(new EndpointWatch(), { from: 0, to: 30, phase: 0.5 });
    live(first, { from: 30, to: 50, phase: 0.5, sampleAt: quiet });
    expect(first.state?.gaps.seen).toBe(0);
    const second = live(remembered(first), { from: 60, to: 80, phase: 0.5, sampleAt: quiet });
    expect(second.state?.gaps.seen).toBe(0);
    expect(second.last?.inputs.idleSeconds).toBeGreaterThan(48);
  });

  it('learns anew when the clock was set back by an hour, rather than nothing for an hour', () => {
    const watch = live(new EndpointWatch(), { from: 3600, to: 3630, phase: 0.5 });
    live(watch, { from: 0, to: 30, phase: 0.5, sampleAt: (second) => steady(second, { inFlight: 0 }) });
    expect(watch.last?.inputs).toMatchObject({ stale: false, inFlight: 0 });
    expect(watch.state?.traffic.arrived).toBeGreaterThanOrEqual(56);
    const later = remembered(live(new EndpointWatch(), { from: 3600, to: 3630, phase: 0.5 }));
    expect(live(later, { from: 0, to: 30, phase: 0.5 }).state?.traffic.arrived).toBeGreaterThanOrEqual(56);
  });

  it('of which nobody speaks knows nothing while it has replicas, and that nobody calls when it sleeps', () => {
    const watch = live(new EndpointWatch(), { from: 0, to: 60, phase: 0.5 });
    expect(watch.look(tracked, us(200), true).limitedBy).toEqual(['metric_stale']);
    const asleep = trackedWith(scalingWith(), 0);
    for (let second = 201; second < 800; second++) watch.look(asleep, us(second), true);
    const before = watch.state?.traffic.arrived ?? 0;
    watch.add(steady(800, { inFlight: 0, waiting: 5, requestsTotal: 124 }));
    expect(watch.look(asleep, us(800), true)).toMatchObject({ cause: 'wake', limitedBy: [] });
    expect(watch.state?.traffic.arrived).toBe(before + 5);
    expect(watch.look(asleep, us(801), false).limitedBy).toEqual(['metric_stale']);
  });
});
