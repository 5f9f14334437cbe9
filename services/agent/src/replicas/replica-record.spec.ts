import { describe, expect, it } from '@jest/globals';
import { ReplicaFact } from '@tidegate/contracts';
import fc from 'fast-check';
import {
  ReplicaRecord,
  type Stop,
  factsOf,
  isOfNow,
  isSettled,
  oldestFacts,
  withNothingTold,
  withReady,
  withSlept,
  withStarted,
  withStopped,
  withTold,
  withTurn,
} from './replica-record.ts';

const record = (n = 1): ReplicaRecord => ({
  replicaId: `repl-${String(n).padStart(12, '0')}`,
  nodeId: 'node-0000000000aa',
  endpointId: 'endpt-0000000000e1',
  projectId: 'proj-0000000000b1',
  bootId: 'boot',
  host: '127.0.0.1',
  port: 20_001,
  healthPath: '/health',
  metricsPath: null,
  metricsPort: null,
  gpuIndices: [],
  startupTimeoutSeconds: 30,
  secretIds: [],
  sleep: { how: 'frozen' },
  rest: 'awake',
  wakes: 0,
  sleptAtUs: null,
  startedAtUs: null,
  readyAtUs: null,
  stopped: null,
  told: [],
});
const stop: Stop = { atUs: 300, cause: 'exited', exitCode: 1, lastLines: ['bye'] };
const kinds = (of: ReplicaRecord) => factsOf(of).map(({ kind }) => kind);
const whole = (of = record()) => withStopped(withReady(withStarted(of, 100), 200), stop);

describe('the facts of a life', () => {
  it('come in the order in which they happened', () => {
    expect(factsOf(whole()).map(({ kind, monotonicUs }) => [kind, monotonicUs])).toEqual([
      ['started', 100],
      ['ready', 200],
      ['stopped', 300],
    ]);
  });

  it('carry what their kind needs and nothing else', () => {
    const [started, ready, stopped] = factsOf(whole());
    expect(started).toMatchObject({ port: null, cause: null, exitCode: null, lastLines: [] });
    expect(ready).toMatchObject({ host: '127.0.0.1', port: 20_001, cause: null });
    expect(stopped).toMatchObject({ port: null, cause: 'exited', exitCode: 1, lastLines: ['bye'] });
  });

  it('are an end alone for a replica that could not be launched', () => {
    expect(kinds(withStopped(record(), { ...stop, cause: 'model_not_found' }))).toEqual(['stopped']);
  });

  it('happen once each: the first time counts', () => {
    const again = withStopped(withReady(withStarted(whole(), 900), 900), {
      ...stop,
      cause: 'orphaned',
      atUs: 900,
    });
    expect(again).toEqual(whole());
  });

  it('are told no more once the control plane has them', () => {
    expect(kinds(withTold(whole(), ['started', 'ready']))).toEqual(['stopped']);
    expect(kinds(withTold(whole(), ['started', 'ready', 'stopped']))).toEqual([]);
  });

  it('are all told again when the control plane lacks one', () => {
    const told = withTold(whole(), ['started', 'ready', 'stopped']);
    expect(isSettled(told)).toBe(true);
    expect(isSettled(withNothingTold(told))).toBe(false);
    expect(kinds(withNothingTold(told))).toEqual(['started', 'ready', 'stopped']);
  });

  it('survive being written down', () => {
    expect(ReplicaRecord.parse(JSON.parse(JSON.stringify(whole())))).toEqual(whole());
  });
});

describe('a life with sleep in it', () => {
  const ready = withTold(withReady(withStarted(record(), 100), 200), ['started', 'ready']);
  const asleep = withSlept(withTurn(ready, 'falling', 0), 300);
  it('tells that it sleeps, how, and since when', () => {
    expect(factsOf(withTurn(ready, 'falling', 0))).toEqual([]);
    expect(factsOf(asleep)).toMatchObject([{ kind: 'slept', how: 'frozen', monotonicUs: 300 }]);
  });
  it('tells that it is ready again, after which wake, and nothing of the sleep before', () => {
    const waking = withTurn(withTold(asleep, ['slept']), 'waking', 1);
    expect(factsOf(waking)).toEqual([]);
    const awake = withReady(waking, 250);
    expect(awake.rest).toBe('awake');
    expect(factsOf(awake)).toMatchObject([{ kind: 'ready', wakes: 1, monotonicUs: 300 }]);
    const again = withSlept(withTurn(withTold(awake, ['ready']), 'falling', 1), 500);
    expect(factsOf(again)).toMatchObject([{ kind: 'slept', wakes: 1, monotonicUs: 500 }]);
  });
  it('is not told by what was acknowledged of the time before', () => {
    const [slept] = factsOf(asleep);
    expect(isOfNow(slept!, asleep)).toBe(true);
    expect(isOfNow(slept!, withTurn(asleep, 'waking', 1))).toBe(false);
  });
  it('ends no sooner than it fell asleep, and then does neither', () => {
    const over = withStopped(asleep, { ...stop, atUs: 250 });
    expect(over.stopped?.atUs).toBe(300);
    expect(withTurn(over, 'waking', 1)).toBe(over);
    expect(withSlept(over, 900)).toBe(over);
  });
  it('survives being written down', () => {
    expect(ReplicaRecord.parse(JSON.parse(JSON.stringify(asleep)))).toEqual(asleep);
  });
});

describe('a message about many replicas that ended', () => {
  it('is never larger than the bus takes, whatever they wrote, and always says something', () => {
    const lastLines = Array.from({ length: 20 }, () => '\u4e16'.repeat(1000));
    const records = Array.from({ length: 200 }, (_, n) => withStopped(record(n), { ...stop, lastLines }));
    const facts = oldestFacts(records, 200);
    expect(facts.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(JSON.stringify(facts))).toBeLessThan(900_000);
    const huge = withStopped(record(), { ...stop, lastLines: ['x'.repeat(250_000)] });
    expect(oldestFacts([huge], 200)).toHaveLength(1);
  });
});

const time = fc.integer({ min: 0, max: 1000 });
const step = fc.oneof(
  time.map((atUs) => (of: ReplicaRecord) => withStarted(of, atUs)),
  time.map((atUs) => (of: ReplicaRecord) => withReady(of, atUs)),
  time.map((atUs) => (of: ReplicaRecord) => withStopped(of, { ...stop, atUs })),
);

describe('whatever clocks say', () => {
  it('a life that is told in its order never runs backwards', () => {
    fc.assert(
      fc.property(time, time, time, (started, ready, stopped) => {
        const life = withStopped(withReady(withStarted(record(), started), ready), {
          ...stop,
          atUs: stopped,
        });
        const times = factsOf(life).map(({ monotonicUs }) => monotonicUs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });

  it('a message carries the oldest facts, each fit to be sent, and one life in its order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 20 }),
        fc.nat(30),
        (lives, most) => {
          const records = lives.map((steps, n) =>
            steps.reduce((of, next) => next(of), withStarted(record(n), 0)),
          );
          const facts = oldestFacts(records, most);
          const all = records.flatMap(factsOf);
          expect(facts).toHaveLength(Math.min(most, all.length));
          expect(facts.every((fact) => ReplicaFact.safeParse(fact).success)).toBe(true);
          const left = all.filter(
            (fact) => !facts.some((sent) => sent.replicaId === fact.replicaId && sent.kind === fact.kind),
          );
          const newest = Math.max(0, ...facts.map(({ monotonicUs }) => monotonicUs));
          expect(left.every(({ monotonicUs }) => monotonicUs >= newest)).toBe(true);
          for (const [, ofOne] of Map.groupBy(facts, ({ replicaId }) => replicaId)) {
            const ranks = ofOne.map(({ kind }) => ['started', 'ready', 'stopped'].indexOf(kind));
            expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
          }
        },
      ),
    );
  });
});
