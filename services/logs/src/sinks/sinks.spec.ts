import { describe, expect, it } from '@jest/globals';
import type { LogLineView } from '@tidegate/contracts';
import { decodeWire, encodeWire } from '@tidegate/bootstrap/log-wire';
import { given } from '@tidegate/testing';
import fc from 'fast-check';
import { logSinks } from './log-sinks.ts';
import { lokiOf, nanosOf, otlpOf } from './sent-line.ts';
import { type Outcome, verdictOf } from './verdict.ts';

const owned = { projectId: 'proj-0123456789ab', sinkId: 'sink-0123456789ab' };
const wish = {
  kind: 'otlp' as const,
  url: 'https://otel.example.com/v1/logs',
  description: '',
  endpointIds: [],
  enabled: true,
};
const sealed = { headersId: 'sec-0123456789ab', headerNames: ['authorization'] };
const create = { type: 'Create' as const, ...owned, wish, headers: sealed, most: 1 };
const set = { type: 'LogSinkSet' as const, data: { ...owned, ...wish, ...sealed } };

describe('the log sinks of a project', () => {
  it('are created, up to so many', () => {
    given(logSinks).when(create).then(set);
    given(logSinks, set)
      .when({ ...create, sinkId: 'sink-ba9876543210' })
      .thenRefuses('log_sink.too_many');
  });

  it('are changed in part, and keep their headers until others come', () => {
    const change = { type: 'Change' as const, ...owned, headers: null };
    given(logSinks, set)
      .when({ ...change, wish: { enabled: true } })
      .then();
    given(logSinks, set)
      .when({ ...change, wish: { enabled: false } })
      .then({ ...set, data: { ...set.data, enabled: false } });
    const none = { headersId: null, headerNames: [] };
    given(logSinks, set)
      .when({ ...change, wish: {}, headers: none })
      .then({ ...set, data: { ...set.data, ...none } });
  });

  it('are removed, and then are not there', () => {
    const remove = { type: 'Remove' as const, ...owned };
    given(logSinks, set).when(remove).then({ type: 'LogSinkRemoved', data: owned });
    given(logSinks, set, { type: 'LogSinkRemoved', data: owned })
      .when(remove)
      .thenRefuses('log_sink.not_found');
  });
});

const line = (change: Partial<LogLineView> = {}): LogLineView => ({
  cursor: '7',
  replicaId: 'repl-0123456789ab',
  sequence: 3,
  at: '2030-01-01T00:00:00.000001Z',
  stream: 'stdout',
  severity: 'warn',
  text: 'low on memory',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  requestId: 'req-0123456789ab',
  attributes: { logger: 'engine' },
  ...change,
});
const whose = { endpointId: 'endpt-0123456789ab', name: 'chat' };

describe('a line that is shipped', () => {
  it('is a record of its endpoint and replica in OTLP', () => {
    const sent = decodeWire('ExportLogs', encodeWire('ExportLogs', otlpOf([line()], whose)));
    const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    expect(sent).toEqual({
      resourceLogs: [
        {
          resource: {
            attributes: [
              text('service.name', 'chat'),
              text('service.instance.id', 'repl-0123456789ab'),
              text('tidegate.endpoint.id', 'endpt-0123456789ab'),
            ],
          },
          scopeLogs: [
            {
              scope: { name: 'tidegate' },
              logRecords: [
                {
                  timeUnixNano: '1893456000000001000',
                  severityNumber: 13,
                  severityText: 'WARN',
                  body: { stringValue: 'low on memory' },
                  traceId: Buffer.from(line().traceId ?? '', 'hex').toString('base64'),
                  attributes: [
                    text('logger', 'engine'),
                    text('log.iostream', 'stdout'),
                    text('tidegate.request.id', 'req-0123456789ab'),
                    { key: 'tidegate.sequence', value: { intValue: '3' } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('is in a stream of its replica, output and level in Loki', () => {
    const lines = [
      line(),
      line({ text: 'again', traceId: null, requestId: null, attributes: null }),
      line({ replicaId: null, stream: 'platform' }),
    ];
    const labels = { service_name: 'chat', endpoint: 'endpt-0123456789ab', level: 'warn' };
    expect(lokiOf(lines, whose)).toMatchObject({
      streams: [
        {
          stream: { ...labels, replica: 'repl-0123456789ab', stream: 'stdout' },
          values: [
            [
              '1893456000000001000',
              'low on memory',
              { logger: 'engine', sequence: '3', trace_id: line().traceId },
            ],
            ['1893456000000001000', 'again', { sequence: '3' }],
          ],
        },
        { stream: { ...labels, stream: 'platform' }, values: [['1893456000000001000', 'low on memory', {}]] },
      ],
    });
  });

  it.each([
    ['2030-01-01T00:00:00Z', '1893456000000000000'],
    ['2030-01-01T00:00:00.5Z', '1893456000500000000'],
    ['2030-01-01T00:00:00.123456789Z', '1893456000123456789'],
    ['2030-01-01T01:00:00.25+01:00', '1893456000250000000'],
  ])('of %s is of %s ns', (at, nanos) => expect(nanosOf(at)).toBe(nanos));

  it('is neither lost nor doubled by the grouping', () => {
    const Some = fc.record({
      replicaId: fc.constantFrom(null, 'repl-0123456789ab', 'repl-ba9876543210'),
      stream: fc.constantFrom('stdout', 'stderr', 'platform'),
      text: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(Some), (some) => {
        const lines = some.map((change) => line(change as Partial<LogLineView>));
        const loki = lokiOf(lines, whose) as { streams: { values: [string, string][] }[] };
        const otlp = otlpOf(lines, whose) as unknown as {
          resourceLogs: { scopeLogs: { logRecords: { body: { stringValue: string } }[] }[] }[];
        };
        const texts = lines.map(({ text }) => text).toSorted();
        expect(loki.streams.flatMap(({ values }) => values.map(([, text]) => text)).toSorted()).toEqual(
          texts,
        );
        const records = otlp.resourceLogs.flatMap(({ scopeLogs }) =>
          scopeLogs.flatMap((scope) => scope.logRecords),
        );
        expect(records.map(({ body }) => body.stringValue).toSorted()).toEqual(texts);
      }),
    );
  });
});

const answered = (status: number, more: Partial<Extract<Outcome, { kind: 'answered' }>> = {}): Outcome => ({
  kind: 'answered',
  status,
  retryAfter: null,
  words: '',
  rejected: 0,
  ...more,
});
const tried = { lines: 10, failures: 0, nowMs: Date.UTC(2030, 0), random: 0.5 };

describe('what a receiver answers', () => {
  it('is that it has them, wholly or in part', () => {
    expect(verdictOf(answered(204), tried)).toEqual({ kind: 'taken', rejected: 0, error: null });
    expect(verdictOf(answered(200, { rejected: 3, words: 'too old' }), tried)).toEqual({
      kind: 'taken',
      rejected: 3,
      error: 'the receiver took only a part: too old',
    });
  });

  it('is that it will never take them', () => {
    for (const status of [400, 422])
      expect(verdictOf(answered(status, { words: ' bad\nline ' }), tried)).toEqual({
        kind: 'taken',
        rejected: 10,
        error: `the receiver answered ${status}: bad line`,
      });
  });

  it('is that they are too many at once, down to a single one', () => {
    expect(verdictOf(answered(413), tried).kind).toBe('smaller');
    expect(verdictOf(answered(413), { ...tried, lines: 1 })).toMatchObject({ kind: 'taken', rejected: 1 });
  });

  it.each([301, 401, 403, 404, 408, 415, 429, 500, 503])('is %d, and they come again', (status) => {
    expect(verdictOf(answered(status), tried)).toMatchObject({ kind: 'again', waitSeconds: 1 });
  });

  it('says when to come again, and is asked in between when that is too long', () => {
    const wait = (retryAfter: string) => verdictOf(answered(429, { retryAfter }), tried);
    expect(wait('30')).toMatchObject({ waitSeconds: 30 });
    expect(wait('Tue, 01 Jan 2030 00:01:00 GMT')).toMatchObject({ waitSeconds: 60 });
    expect(wait('99999999')).toMatchObject({ waitSeconds: 900 });
    expect(wait('soon')).toMatchObject({ waitSeconds: 1 });
  });

  it('is waited for longer with each failure, five minutes or so at most', () => {
    const Failures = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(Failures, fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const verdict = verdictOf({ kind: 'unreachable', error: 'no' }, { ...tried, failures, random });
        const middle = Math.min(300, 2 ** failures);
        expect(verdict).toMatchObject({ kind: 'again', error: 'no' });
        const { waitSeconds } = verdict as { waitSeconds: number };
        expect(Math.abs(waitSeconds - middle)).toBeLessThanOrEqual(middle / 4);
      }),
    );
  });
});
