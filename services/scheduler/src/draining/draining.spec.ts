import { describe, expect, it } from '@jest/globals';
import { DRAIN_LIMITS, drained } from './draining.ts';

const second = 1_000_000;
const limits = { ...DRAIN_LIMITS, drainUs: 600 * second };
const replica = {
  id: 'repl-00000000000a',
  drainingPosition: 50,
  drainingForUs: second,
  drainTimeoutUs: null,
  sleeps: false,
};
const nowUs = 100 * second;
const gateway = (change = {}) => ({ heardAtUs: nowUs, position: 50, inFlight: {}, ...change });
const ears = (...gateways: ReturnType<typeof gateway>[]) => ({ gateways, listeningSinceUs: 0, nowUs });

describe('a draining replica', () => {
  it('may go when every gateway knows and has nothing in flight', () => {
    expect(drained([replica], ears(gateway(), gateway({ position: 70 })), limits)).toEqual([replica.id]);
  });
  it('stays while one gateway has a request there', () => {
    const busy = gateway({ inFlight: { [replica.id]: 1 } });
    expect(drained([replica], ears(gateway(), busy), limits)).toEqual([]);
  });
  it('stays while one gateway does not know yet, though it reports nothing in flight', () => {
    expect(drained([replica], ears(gateway(), gateway({ position: 49 })), limits)).toEqual([]);
  });
  it('does not wait for a gateway that is gone', () => {
    const gone = gateway({ heardAtUs: nowUs - 4 * second, inFlight: { [replica.id]: 3 } });
    expect(drained([replica], ears(gateway(), gone), limits)).toEqual([replica.id]);
  });
  it('stays for a while when no gateway is alive, for one may be restarting', () => {
    const last = (agoUs: number) => gateway({ heardAtUs: nowUs - agoUs });
    expect(drained([replica], ears(last(4 * second)), limits)).toEqual([]);
    expect(drained([replica], ears(last(5 * second)), limits)).toEqual([replica.id]);
  });
  it('stays while this scheduler has not listened long enough to know of any gateway', () => {
    expect(drained([replica], { gateways: [], listeningSinceUs: nowUs - second, nowUs }, limits)).toEqual([]);
  });
  it('goes at the limit, whatever is in flight', () => {
    const busy = gateway({ inFlight: { [replica.id]: 1 } });
    const old = { ...replica, drainingForUs: 600 * second };
    expect(drained([old], ears(busy), limits)).toEqual([replica.id]);
  });
  it('that is to fall asleep has no limit: what is in flight must not freeze with it', () => {
    const busy = gateway({ inFlight: { [replica.id]: 1 } });
    const old = { ...replica, sleeps: true, drainingForUs: 600 * second };
    expect(drained([old], ears(busy), limits)).toEqual([]);
    expect(drained([old], ears(gateway()), limits)).toEqual([replica.id]);
  });
  it('has the limit of its endpoint, be it shorter or longer', () => {
    const busy = gateway({ inFlight: { [replica.id]: 1 } });
    const old = (drainTimeoutUs: number) => ({ ...replica, drainingForUs: 600 * second, drainTimeoutUs });
    expect(drained([old(601 * second)], ears(busy), limits)).toEqual([]);
    expect(drained([{ ...old(2 * second), drainingForUs: 2 * second }], ears(busy), limits)).toEqual([
      replica.id,
    ]);
  });
});
