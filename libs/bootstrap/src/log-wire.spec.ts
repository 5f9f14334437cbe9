import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeWire, encodeWire } from './log-wire.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('lines on the wire', () => {
  it('are what OTLP says, byte for byte', () => {
    const record = {
      timeUnixNano: '1',
      severityNumber: 9,
      body: { stringValue: 'hi' },
      traceId: Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex').toString('base64'),
    };
    const bytes = encodeWire('ExportLogs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
    const expected =
      '09' + '0100000000000000' + '1009' + '2a04' + '0a026869' + '4a10' + '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(hex(bytes)).toBe('0a27' + '1225' + '1223' + expected);
  });

  it('are what Loki says, byte for byte', () => {
    const entry = { timestamp: { seconds: '1', nanos: 2 }, line: 'x' };
    const bytes = encodeWire('Push', { streams: [{ labels: '{a="b"}', entries: [entry] }] });
    expect(hex(bytes)).toBe('0a14' + '0a077b613d2262227d' + '1209' + '0a0408011002' + '120178');
  });

  it('come back as they were', () => {
    const record = fc.record({
      timeUnixNano: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String),
      severityNumber: fc.integer({ min: 1, max: 24 }),
      body: fc.record({ stringValue: fc.string({ unit: 'grapheme' }) }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (logRecords) => {
        const sent = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
        expect(decodeWire('ExportLogs', encodeWire('ExportLogs', sent))).toEqual(sent);
      }),
    );
  });

  it('are refused when they are something else', () => {
    expect(() => decodeWire('ExportLogs', Buffer.from('not protobuf'))).toThrow();
  });
});
