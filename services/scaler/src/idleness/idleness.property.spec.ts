import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Change, changeOf, IDLE_AFTER_US } from './idleness.ts';
import { type Load, NEVER_IDLE } from './load.ts';
import { Shown } from './shown.ts';

const SECOND = 1_000_000;
/** Requests come until then; who lives on is heard for a while after. */
const END = 400;
const LAST = END + 40;
/** What is kept of the past for whoever starts anew. */
const RELIVED = 180;

type Request = Readonly<{ from: number; to: number }>;
type Gateway = Readonly<{
  birth: number;
  death: number;
  requests: readonly Request[];
  deaf: readonly number[];
}>;

/** Seconds with a tenth, so that what comes and goes between two words is there. */
const moment = (most: number) => fc.integer({ min: 0, max: most * 10 }).map((tenths) => tenths / 10);
const gateway: fc.Arbitrary<Gateway> = fc
  .record({
    birth: fc.constantFrom(0, 0, 0, 90),
    death: fc.constantFrom(LAST, LAST, 200),
    requests: fc.array(fc.tuple(moment(END), moment(20)), { maxLength: 8 }),
    deaf: fc.array(fc.integer({ min: 0, max: END }), { maxLength: 60 }),
  })
  .map(({ birth, death, requests, deaf }) => ({
    birth,
    death,
    deaf,
    requests: requests
      .map(([from, length]) => ({
        from: Math.max(birth, from),
        to: Math.min(death, Math.max(birth, from) + length),
      }))
      .filter(({ from }) => from < death),
  }));
/** From when until when something is away. */
const spans = (maxLength: number, longest: number) =>
  fc.array(
    fc.tuple(moment(END), moment(longest)).map(([from, length]) => ({ from, to: from + length })),
    { maxLength },
  );
const isIn = (all: readonly Request[], at: number): boolean =>
  all.some(({ from, to }) => from <= at && at < to);

type World = Readonly<{
  gateways: readonly Gateway[];
  silences: readonly Request[];
  outages: readonly Request[];
  empty: readonly Request[];
}>;
const world: fc.Arbitrary<World> = fc.record({
  // One at least is there at the end: when nobody speaks any more, nothing comes to light.
  gateways: fc
    .array(gateway, { minLength: 1, maxLength: 3 })
    .map(([one, ...others]) => [{ ...one!, death: LAST }, ...others]),
  silences: spans(2, 200),
  outages: spans(2, 250),
  empty: spans(2, 60),
});

type Word = Parameters<Shown['add']>[0];

const inFlightAt = (requests: readonly Request[], at: number): number =>
  requests.filter(({ from, to }) => from <= at && at < to).length;
const countedBy = (requests: readonly Request[], at: number): number =>
  requests.filter(({ from }) => from <= at).length;

/** Said with what shows something: a tenth of a second before there may have been nothing. */
const quietBefore = ({ birth, requests }: Gateway, at: number): Exclude<Word['quiet'], undefined> => {
  const quietAt = at - 0.1;
  if (quietAt < birth || isIn(requests, quietAt)) return null;
  const requestsTotal = countedBy(requests, quietAt);
  return inFlightAt(requests, at) > 0 || countedBy(requests, at) !== requestsTotal
    ? { untilUs: quietAt * SECOND, requestsTotal }
    : null;
};

/** What it says, when: each second while there is news, and every nine seconds else. */
const wordsOf = (given: Gateway, source: string): (Word & { at: number })[] => {
  const words: (Word & { at: number })[] = [];
  for (let at = given.birth; at <= given.death; at++) {
    const inFlight = inFlightAt(given.requests, at);
    const requestsTotal = countedBy(given.requests, at);
    const before = words.at(-1);
    const isNews = inFlight > 0 || requestsTotal !== before?.requestsTotal || before.inFlight > 0;
    if (!isNews && at - before.at < 9) continue;
    const quiet = quietBefore(given, at);
    words.push({ source, at, atUs: at * SECOND, inFlight, waiting: 0, requestsTotal, quiet });
  }
  return words;
};

/** One word may be missed, never two in a row: who is silent for longer has ended. */
const missing = (words: readonly (Word & { at: number })[], deaf: readonly number[]) =>
  words.filter((word, n) => n === 0 || !deaf.includes(word.at) || deaf.includes(words[n - 1]?.at ?? 0));

type Said = Change & Readonly<{ at: number }>;

/** What each gateway says and what of it arrives, by its second; when each was heard last. */
const arriving = ({ gateways, silences }: World) => {
  const all = gateways
    .flatMap((one, n) => missing(wordsOf(one, String(n)), one.deaf))
    .filter(({ at }) => at >= END || !isIn(silences, at))
    .sort((a, b) => a.atUs - b.atUs);
  return { all, heard: new Map(all.map(({ source, at }) => [source, at])) };
};

const shownBy = (words: readonly Word[]): Shown => {
  const shown = new Shown();
  for (const word of words) shown.add(word);
  return shown;
};

const loadAfter = (load: Load, change: Change, at: number): Load => {
  const isIdle = change.type === 'EndpointIdled';
  return {
    version: load.version + 1,
    isIdle,
    sinceUs: change.sinceUs,
    counted: isIdle ? change.counted : {},
    idledAtUs: isIdle ? at * SECOND : load.idledAtUs,
  };
};

/** Looks each second, forgets all but the log at each outage, and reads what is kept of the past when it is back. */
const watched = (given: World): { said: Said[]; heard: Map<string, number> } => {
  const { all, heard } = arriving(given);
  const bySecond = Map.groupBy(all, ({ at }) => at);
  const said: Said[] = [];
  let load: Load = NEVER_IDLE;
  let shown: Shown | null = new Shown();
  for (let at = 0; at <= LAST; at++) {
    if (at < END && isIn(given.outages, at)) {
      shown = null;
      continue;
    }
    shown ??= shownBy(all.filter((word) => word.at >= at - RELIVED && word.at < at));
    for (const word of bySecond.get(at) ?? []) shown.add(word);
    const current = isIn(given.empty, at) ? 0 : 1;
    const change = changeOf(load, shown, { nowUs: at * SECOND, current, decidedAtUs: 0 });
    if (!change) continue;
    said.push({ ...change, at });
    load = loadAfter(load, change, at);
  }
  return { said, heard };
};

const claims = (said: readonly Said[]): Request[] =>
  said.flatMap(({ type, sinceUs }, n) =>
    type === 'EndpointIdled'
      ? [{ from: sinceUs / SECOND, to: (said[n + 1]?.sinceUs ?? LAST * SECOND) / SECOND }]
      : [],
  );

const runs = { numRuns: 250 };

describe('what is said of an endpoint’s idleness, whatever is heard', () => {
  it('alternates, never goes back in time, and comes at most once in ten seconds', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { said } = watched(given);
        said.forEach(({ type, sinceUs, at }, n) => {
          expect(type).toBe(n % 2 === 0 ? 'EndpointIdled' : 'EndpointOccupied');
          const since = { before: said[n - 1]?.sinceUs ?? 0, now: at * SECOND };
          expect([sinceUs, since.now >= sinceUs, sinceUs >= since.before]).toEqual([sinceUs, true, true]);
          // What ends an idle time counts before what begins one at the same microsecond.
          expect(type === 'EndpointOccupied' || n === 0 || sinceUs > since.before).toBe(true);
          const agoUs = (at - (said[n - 2]?.at ?? -Infinity)) * SECOND;
          expect(type === 'EndpointOccupied' || agoUs >= IDLE_AFTER_US).toBe(true);
        });
      }),
      runs,
    );
  });

  it('claims no moment at which a request was there', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { said, heard } = watched(given);
        const requests = given.gateways.flatMap(({ requests: own, death }, n) => {
          // Who speaks no more ends within the time after which it is taken for gone.
          const end = death === LAST ? Infinity : (heard.get(String(n)) ?? -Infinity) + 25;
          return own
            .filter(({ from }) => from < end)
            .map(({ from, to }) => ({ from, to: Math.min(to, end) }));
        });
        const wrong = claims(said).flatMap((claim) =>
          requests
            .filter(({ from, to }) => Math.min(claim.to, to) - Math.max(claim.from, from) > 1e-9)
            .map((request) => ({ claim, request })),
        );
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });
});
