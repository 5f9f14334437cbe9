import { describe, expect, it } from '@jest/globals';
import { decodeWire, encodeWire } from '@tidegate/bootstrap/log-wire';
import fc from 'fast-check';
import { pushedLineIn, shippedLineOf } from '../lines/pushed-line.ts';
import { LINE_BYTES, LONGEST_LINE } from '../output/readable-line.ts';
import { NOTHING_TO_MASK, maskOf } from '../secrets/mask-values.ts';
import { lokiJsonLinesOf, lokiWireLinesOf } from './loki-lines.ts';
import { otlpLinesOf } from './otlp-lines.ts';
import { type Said, pushedLinesOf } from './pushed-text.ts';
import { severityOfNumber, severityOfWord } from './severity-words.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const NOW_US = Date.UTC(2030, 0) * 1000;
const said = (change: Partial<Said> = {}): Said => ({
  nanos: null,
  text: 'x',
  severity: null,
  attributes: {},
  traceId: null,
  ...change,
});

describe('what a replica pushes by OTLP', () => {
  const value = (stringValue: string) => ({ stringValue });
  const record = {
    timeUnixNano: '1893456000000001000',
    severityNumber: 17,
    body: value('no room'),
    attributes: [
      { key: 'code', value: { intValue: '7' } },
      {
        key: 'deep',
        value: {
          kvlistValue: { values: [{ key: 'a', value: { arrayValue: { values: [{ boolValue: true }] } } }] },
        },
      },
    ],
  };
  const request = (traceId: string) => ({
    resourceLogs: [{ scopeLogs: [{ scope: { name: 'engine' }, logRecords: [{ ...record, traceId }] }] }],
  });
  const expected = said({
    nanos: '1893456000000001000',
    text: 'no room',
    severity: 'error',
    attributes: { logger: 'engine', code: '7', deep: '{"a":[true]}' },
    traceId: TRACE,
  });

  it('is read from JSON', () => {
    expect(otlpLinesOf(request(TRACE), (hex) => hex)).toEqual([expected]);
  });

  it('is read from protobuf', () => {
    const base64 = Buffer.from(TRACE, 'hex').toString('base64');
    const decoded = decodeWire('ExportLogs', encodeWire('ExportLogs', request(base64)));
    expect(otlpLinesOf(decoded, (text) => Buffer.from(text, 'base64').toString('hex'))).toEqual([expected]);
  });

  it('may be anything, and then is nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(otlpLinesOf({ resourceLogs: [{ scopeLogs: value }, value] }, String)).toBeInstanceOf(Array);
      }),
    );
    let deep: object = { stringValue: 'x' };
    for (let i = 0; i < 5000; i++) deep = { arrayValue: { values: [deep] } };
    expect(
      otlpLinesOf({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: deep }] }] }] }, String),
    ).toHaveLength(1);
  });
});

describe('what a replica pushes to Loki', () => {
  const expected = said({
    nanos: '1893456000000001000',
    text: 'no room',
    severity: 'warn',
    attributes: { app: 'en"gine', level: 'warning', trace_id: TRACE },
    traceId: TRACE,
  });

  it('is read from JSON', () => {
    const stream = { app: 'en"gine', level: 'warning' };
    const values = [['1893456000000001000', 'no room', { trace_id: TRACE }]];
    expect(lokiJsonLinesOf({ streams: [{ stream, values }] })).toEqual([expected]);
  });

  it('is read from protobuf', () => {
    const entry = {
      timestamp: { seconds: '1893456000', nanos: 1000 },
      line: 'no room',
      structuredMetadata: [{ name: 'trace_id', value: TRACE }],
    };
    const push = { streams: [{ labels: String.raw`{app="en\"gine", level="warning"}`, entries: [entry] }] };
    expect(lokiWireLinesOf(decodeWire('Push', encodeWire('Push', push)))).toEqual([expected]);
  });

  it.each([
    [{}],
    [{ streams: [{ stream: {}, values: [['now', 'x']] }] }],
    [{ streams: [{ values: [['1']] }] }],
  ])('is refused when it is %j', (push) => expect(() => lokiJsonLinesOf(push)).toThrow());
});

describe('how grave a pushed line is', () => {
  it('is what its sender says, by number, name or word', () => {
    expect([1, 4, 5, 9, 13, 17, 21, 24].map(severityOfNumber)).toEqual([
      'trace',
      'trace',
      'debug',
      'info',
      'warn',
      'error',
      'fatal',
      'fatal',
    ]);
    expect(severityOfNumber('SEVERITY_NUMBER_WARN2')).toBe('warn');
    expect(['Warning', 'ERR', 'information', 'critical', 'INFO3'].map(severityOfWord)).toEqual([
      'warn',
      'error',
      'info',
      'fatal',
      'info',
    ]);
    for (const odd of [0, 25, -1, 1.5, 'x', null, {}, 'toString']) {
      expect(severityOfNumber(odd)).toBeNull();
      expect(severityOfWord(odd)).toBeNull();
    }
  });
});

describe('a pushed line as it waits in its file', () => {
  it('is one for each line of the text, without colours', () => {
    const text = 'Traceback:\n  \u001b[31mat main\u001b[0m\r\n\nboom';
    expect(pushedLinesOf(said({ text }), NOW_US).map((line) => line.text)).toEqual([
      'Traceback:',
      '  at main',
      'boom',
    ]);
  });

  it('has its own time, unless that cannot be', () => {
    const timeOf = (nanos: string | null) => pushedLinesOf(said({ nanos }), NOW_US)[0]?.atUs;
    expect(timeOf(`${String(NOW_US - 5)}999`)).toBe(NOW_US - 5);
    for (const odd of [null, '0', 'x', '17', `${String(NOW_US + 3_600_000_000)}000`])
      expect(timeOf(odd)).toBeNull();
  });

  it('comes back as it was, and fits what is read of a line, whatever it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const Some = fc.record({
      text: fc.tuple(text, fc.constantFrom(1, 100)).map(([part, times]) => part.repeat(times)),
      attributes: fc.dictionary(text, text, { maxKeys: 40 }),
    });
    fc.assert(
      fc.property(Some, (change) => {
        for (const line of pushedLinesOf(said(change), NOW_US)) {
          const json = JSON.stringify(line);
          expect(Buffer.byteLength(json)).toBeLessThan(LINE_BYTES);
          expect(json).not.toMatch(/[\n\r]/);
          expect(pushedLineIn(json)).toEqual(line);
        }
      }),
    );
  });

  it('is no line when it was cut', () => {
    expect(pushedLineIn('{"atUs":null,"text":"ha')).toBeNull();
    expect(pushedLineIn('')).toBeNull();
  });
});

describe('a pushed line as it is shipped', () => {
  const line = { atUs: null, text: 'x', more: 0, severity: null, attributes: {}, traceId: null };

  it('is its text and what its sender said of it', () => {
    const given = { ...line, atUs: 3, severity: 'warn' as const, attributes: { a: 'b' }, traceId: TRACE };
    expect(shippedLineOf(given, 9, NOTHING_TO_MASK)).toEqual({
      ...{ atUs: 3, stream: 'pushed', text: 'x', severity: 'warn', attributes: { a: 'b' }, traceId: TRACE },
    });
    expect(shippedLineOf(line, 9, NOTHING_TO_MASK)).toEqual({ atUs: 9, stream: 'pushed', text: 'x' });
  });

  it('has no secret in any part', () => {
    const mask = maskOf(['hunter2-and-more'], (same) => same);
    const attributes = { password: 'anything', note: 'with hunter2-and-more', 'hunter2-and-more': 'x' };
    const shipped = shippedLineOf({ ...line, text: 'is hunter2-and-more', attributes }, 9, mask);
    expect(shipped).toMatchObject({
      text: 'is [masked]',
      attributes: { password: '[masked]', note: 'with [masked]', '[masked]': 'x' },
    });
  });

  it('says what was not kept', () => {
    const [long] = pushedLinesOf(said({ text: 'y'.repeat(20_000) }), NOW_US);
    expect(shippedLineOf(long!, 9, NOTHING_TO_MASK).text).toBe(
      `${'y'.repeat(LONGEST_LINE)}… (${String(20_000 - LONGEST_LINE)} more characters)`,
    );
  });
});
