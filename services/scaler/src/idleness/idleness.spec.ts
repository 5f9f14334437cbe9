import { describe, expect, it } from '@jest/globals';
import { gatewaySample } from '../observation/sample.ts';
import { changeOf } from './idleness.ts';
import { type Load, loadAfter, NEVER_IDLE } from './load.ts';
import { Shown } from './shown.ts';

const SECOND = 1_000_000;
type Word = Parameters<Shown['add']>[0];
const word = (at: number, some: Partial<Word> = {}): Word => ({
  source: 'a',
  atUs: at * SECOND,
  inFlight: 0,
  waiting: 0,
  requestsTotal: 5,
  quiet: null,
  ...some,
});
const shownBy = (...words: Word[]): Shown => {
  const shown = new Shown();
  for (const one of words) shown.add(one);
  return shown;
};
const at = (seconds: number, current = 1, decidedAt = 0) => ({
  nowUs: seconds * SECOND,
  current,
  decidedAtUs: decidedAt * SECOND,
});
const IDLE: Load = {
  version: 1,
  isIdle: true,
  sinceUs: 2 * SECOND,
  counted: { a: 5 },
  idledAtUs: 12 * SECOND,
};
const busy = word(1, { inFlight: 1 });

describe('an endpoint with replicas that shows nothing any more', () => {
  it('is idle after ten seconds, since the first word that showed nothing', () => {
    const shown = shownBy(busy, word(2), word(11));
    expect(changeOf(NEVER_IDLE, shown, at(13))).toBeNull();
    shown.add(word(12));
    expect(changeOf(NEVER_IDLE, shown, at(13))).toEqual({
      type: 'EndpointIdled',
      sinceUs: 2 * SECOND,
      counted: { a: 5 },
    });
  });

  it('is not while one gateway has something, waits for it, or counted one in between', () => {
    for (const some of [{ inFlight: 1 }, { waiting: 1 }, { requestsTotal: 6 }])
      expect(changeOf(NEVER_IDLE, shownBy(busy, word(2), word(12, some)), at(13))).toBeNull();
    const other = { source: 'b', inFlight: 1 };
    expect(changeOf(NEVER_IDLE, shownBy(word(2), word(12), word(11, other)), at(13))).toBeNull();
  });

  it('is not by silence', () => expect(changeOf(NEVER_IDLE, shownBy(word(2)), at(60))).toBeNull());

  it('is not without replicas', () =>
    expect(changeOf(NEVER_IDLE, shownBy(busy, word(2), word(12)), at(13, 0))).toBeNull());

  it('is not within ten seconds of the last time', () => {
    const load = { ...NEVER_IDLE, idledAtUs: 5 * SECOND };
    expect(changeOf(load, shownBy(word(2), word(12)), at(14))).toBeNull();
    expect(changeOf(load, shownBy(word(2), word(12)), at(15))).not.toBeNull();
  });
});

describe('an idle endpoint', () => {
  it('stays so while gateways show nothing and count the same, or are silent all together', () => {
    expect(changeOf(IDLE, shownBy(word(2), word(12), word(22)), at(23))).toBeNull();
    expect(changeOf(IDLE, shownBy(word(2), word(12)), at(500))).toBeNull();
    // A new life knows nothing but the log, and what is counted is what had been.
    expect(changeOf(IDLE, shownBy(word(400)), at(401))).toBeNull();
  });

  it('was so until the last word that showed nothing', () => {
    const ended = { type: 'EndpointOccupied', sinceUs: 12 * SECOND };
    expect(changeOf(IDLE, shownBy(word(2), word(12), word(20, { waiting: 1 })), at(20))).toEqual(ended);
    expect(changeOf(IDLE, shownBy(word(2), word(12), word(22, { requestsTotal: 6 })), at(22))).toEqual(ended);
  });

  it('was so until the gateway’s own word for it, where nothing was missed in between', () => {
    const quiet = { untilUs: 19.5 * SECOND, requestsTotal: 5 };
    const came = word(20, { inFlight: 1, requestsTotal: 6, quiet });
    expect(changeOf(IDLE, shownBy(word(2), word(12), came), at(20))).toMatchObject({
      sinceUs: 19.5 * SECOND,
    });
    expect(changeOf(IDLE, shownBy(came), at(20))).toMatchObject({ sinceUs: 19.5 * SECOND });
    const later = { ...came, quiet: { ...quiet, requestsTotal: 6 } };
    expect(changeOf(IDLE, shownBy(word(2), word(12), later), at(20))).toMatchObject({ sinceUs: 12 * SECOND });
  });

  it('is not known to be so once a gateway speaks no more while another one does', () => {
    const other = (seconds: number) => word(seconds, { source: 'b', requestsTotal: 0 });
    const words = [0, 10, 20, 30, 40].map(other);
    expect(changeOf(IDLE, shownBy(word(2), word(12), ...words), at(37))).toBeNull();
    expect(changeOf(IDLE, shownBy(word(2), word(12), ...words), at(38))).toEqual({
      type: 'EndpointOccupied',
      sinceUs: 12 * SECOND,
    });
  });

  it('is not any more without replicas, once everybody has spoken', () => {
    expect(changeOf(IDLE, shownBy(word(2), word(12)), at(13, 0, 12.5))).toBeNull();
    expect(changeOf(IDLE, shownBy(word(2), word(13)), at(13, 0, 12.5))).toEqual({
      type: 'EndpointOccupied',
      sinceUs: 13 * SECOND,
    });
  });
});

describe('what the log says of it', () => {
  it('is what it said last', () => {
    const data = { endpointId: 'endpt-000000000001', projectId: 'proj-000000000001', sinceUs: 7 };
    const occurredAt = new Date(3);
    const idle = loadAfter(NEVER_IDLE, {
      type: 'EndpointIdled',
      data: { ...data, counted: { a: 1 } },
      version: 1,
      occurredAt,
    });
    expect(idle).toEqual({ version: 1, isIdle: true, sinceUs: 7, counted: { a: 1 }, idledAtUs: 3000 });
    expect(
      loadAfter(idle, { type: 'EndpointOccupied', data: { ...data, sinceUs: 9 }, version: 2, occurredAt }),
    ).toEqual({
      version: 2,
      isIdle: false,
      sinceUs: 9,
      counted: {},
      idledAtUs: 3000,
    });
  });
});

describe('a gateway’s sample', () => {
  it('says until when there was nothing, where it says so', () => {
    const metrics = { in_flight: 1, waiting: 0, requests_total: 6 };
    const sample = (more: Record<string, number>) =>
      gatewaySample(
        {
          endpointId: 'endpt-000000000001',
          replicaId: null,
          nodeId: null,
          source: 'a',
          sampledAtUs: 20 * SECOND,
          metrics: { ...metrics, ...more },
        },
        30 * SECOND,
      )?.quiet;
    expect(sample({})).toBeNull();
    expect(sample({ quiet_seconds_ago: 0.5, quiet_requests_total: 5 })).toEqual({
      untilUs: 19.5 * SECOND,
      requestsTotal: 5,
    });
  });
});
