import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { registry } from './registry.ts';
import { logSubject, SHARDS, shardOf, signalSubject, STREAM_SUBJECTS, SUBJECTS } from './subjects.ts';

const matches = (subject: string, pattern: string): boolean => subject.startsWith(pattern.replace(/>$/, ''));
const fixture = (type: string, version: number): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/${type}.v${version}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;

describe('the shard of a stream', () => {
  it('is one of sixteen, always the same', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(shardOf(id)).toBe(shardOf(id));
        expect(Number.isInteger(shardOf(id)) && shardOf(id) >= 0 && shardOf(id) < SHARDS).toBe(true);
      }),
    );
    expect(['endpt-0123456789ab', 'repl-0123456789ab', ''].map(shardOf)).toEqual([5, 3, 5]);
  });

  it('spreads endpoints about evenly', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (let i = 0; i < 16_000; i++) counts[shardOf(`endpt-${i.toString(16).padStart(12, '0')}`)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(700);
    expect(Math.max(...counts)).toBeLessThan(1300);
  });
});

describe('the subject', () => {
  const definitions = Object.values(registry);

  it.each(definitions.filter(({ channel }) => channel === 'LOG'))(
    'of $type has its stream, shard, category and type',
    ({ type, category }) => {
      const subject = logSubject('endpt-0123456789ab', category, type);
      expect(subject).toBe(`log.${shardOf('endpt-0123456789ab')}.${category}.${type}`);
      expect(matches(subject, STREAM_SUBJECTS.LOG)).toBe(true);
    },
  );

  it.each(definitions.filter(({ channel }) => channel !== 'LOG'))(
    'of the signal $type is of its own stream alone',
    ({ type, version, channel }) => {
      const subject = signalSubject(type, fixture(type, version));
      const streams = Object.entries(STREAM_SUBJECTS).filter(([, pattern]) => matches(subject, pattern));
      expect(streams.map(([name]) => name)).toEqual([channel]);
      expect(subject).not.toContain('undefined');
    },
  );

  it('of an event of the log is not that of a signal', () => {
    expect(() => signalSubject('EndpointRequested', {})).toThrow('EndpointRequested is not a signal');
  });

  it('of core NATS is on no stream, so that it costs no storage', () => {
    const core = [
      SUBJECTS.appended,
      SUBJECTS.nodeNudge('n'),
      SUBJECTS.gatewayReport,
      SUBJECTS.linesStored('e'),
    ];
    for (const subject of core)
      for (const pattern of Object.values(STREAM_SUBJECTS)) expect(matches(subject, pattern)).toBe(false);
  });
});
