import { decide, type EndpointState, newState, observeStart, type Signals, TERMS } from '@tidegate/scaling';
import { Random } from '../placement/random.ts';
import { ENGINE } from './workloads.ts';

const TICK_SECONDS = 2;
const TERMS_OF_ALL = { ...TERMS, maxReplicas: 32, rules: [{ metric: 'concurrency', target: ENGINE.slots }] };

type Endpoint = { readonly state: EndpointState; signals: Signals; readonly rate: number };

/** CPU milliseconds for one look at each of so many endpoints, from idle ones to such with thirty requests a second. */
export const tickMillis = (endpoints: number, ticks: number): number => {
  const random = new Random(1);
  const fleet = Array.from({ length: endpoints }, () => endpointOf(random));
  let [spent, decided] = [0, 0];
  for (let tick = 1; tick <= 2 * ticks; tick++) {
    for (const endpoint of fleet) advance(endpoint, tick, random);
    const before = process.cpuUsage();
    for (const { state, signals } of fleet) decided += decide(state, TERMS_OF_ALL, signals).desired;
    const { user, system } = process.cpuUsage(before);
    // The first half fills the windows.
    if (tick > ticks) spent += (user + system) / 1000;
  }
  if (decided < 0) throw new Error('a count below zero');
  return spent / ticks;
};

const endpointOf = (random: Random): Endpoint => {
  const rate = random.next() < 0.3 ? 0 : 30 * random.next() ** 3;
  const signals: Signals = {
    atSeconds: 0,
    stale: false,
    inFlight: 0,
    waiting: 0,
    requestsTotal: 0,
    finishedTotal: 0,
    servedSecondsTotal: 0,
    idleSeconds: null,
    ready: rate > 0 ? 1 + Math.floor(rate) : 0,
    startingSeconds: rate > 20 ? [3] : [],
    readySeconds: rate > 0 ? 1000 : null,
    secondsSinceWake: null,
    values: [],
    ceilings: [],
  };
  const state = newState(signals);
  for (let n = 0; n < 20; n++) observeStart(state.starts, 20 + 20 * random.next());
  return { state, signals, rate };
};

const SERVICE_SECONDS = 5;

const advance = (endpoint: Endpoint, tick: number, random: Random): void => {
  const { signals, rate } = endpoint;
  const requests = Math.floor(2 * rate * TICK_SECONDS * random.next());
  const finishedTotal = (signals.finishedTotal ?? 0) + requests;
  endpoint.signals = {
    ...signals,
    atSeconds: tick * TICK_SECONDS,
    inFlight: Math.floor(SERVICE_SECONDS * rate),
    waiting: rate > 20 && random.next() < 0.1 ? 3 : 0,
    requestsTotal: signals.requestsTotal + requests,
    finishedTotal,
    servedSecondsTotal: SERVICE_SECONDS * finishedTotal,
    idleSeconds: rate > 0 ? 0 : null,
  };
};
