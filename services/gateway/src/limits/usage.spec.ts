import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UsageReader } from './usage.ts';

/** Fed in pieces that are overwritten afterwards. */
const read = (text: string | Buffer, contentType: string, cuts: readonly number[] = []) => {
  const bytes = Buffer.from(text);
  const reader = new UsageReader(contentType);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 0; i + 1 < at.length; i++) {
    const piece = Buffer.from(bytes.subarray(at[i], at[i + 1]));
    reader.feed(piece);
    piece.fill(0x7b);
  }
  return reader.result();
};

const JSON_TYPE = 'application/json';
const STREAM = 'text/event-stream; charset=utf-8';
const usage = { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 };
const reported = { promptTokens: 12, completionTokens: 34, isEstimated: false };
const Cuts = fc.array(fc.nat(100_000), { maxLength: 20 });

const event = (data: unknown): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }], usage: null });
/** As the lane relays them. */
const framed = (text: string, sizes: readonly number[]): string => {
  let frames = '';
  let rest = Buffer.from(text);
  for (let i = 0; rest.length > 0; i++) {
    const size = Math.min(rest.length, sizes[i % sizes.length] ?? 1);
    frames += `${size.toString(16)}\r\n${rest.subarray(0, size).toString('latin1')}\r\n`;
    rest = rest.subarray(size);
  }
  return `${frames}0\r\n\r\n`;
};

describe('the usage of an answer', () => {
  it('is what its JSON ends with, in any pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), Cuts, (content, cuts) => {
        const body = { choices: [{ message: { content } }], usage, system_fingerprint: 'x' };
        expect(read(JSON.stringify(body), JSON_TYPE, cuts)).toEqual(reported);
        expect(read(JSON.stringify(body, null, 2), JSON_TYPE, cuts)).toEqual(reported);
      }),
    );
  });

  it.each([
    [{ usage: { input_tokens: 1, output_tokens: 2, output_tokens_details: { reasoning_tokens: 1 } } }, 1, 2],
    [{ data: [], usage: { prompt_tokens: 5, total_tokens: 5 } }, 5, 0],
    [{ results: [], usage: { total_tokens: 7 } }, 7, 0],
    [{ usage: { completion_tokens: 3, total_tokens: 9 } }, null, 3],
  ])('of %j is understood', (body, promptTokens, completionTokens) => {
    expect(read(JSON.stringify(body), JSON_TYPE)).toEqual({
      promptTokens,
      completionTokens,
      isEstimated: false,
    });
  });

  it.each([
    '{}',
    '{"usage":null}',
    '{"usage":{"prompt_tokens":-1}}',
    '{"usage":{"prompt_tokens":1e300}}',
    '{"usage":{"prompt_tokens":"3"}}',
    '{"usage":{"prompt_tokens":3',
    JSON.stringify({ content: '"usage":{"prompt_tokens":9,"completion_tokens":9}' }),
    '',
  ])('of %s is unknown', (body) => {
    expect(read(body, JSON_TYPE)).toBeNull();
  });

  it('is found behind an answer of any length, by its end alone', () => {
    const body = JSON.stringify({ choices: ['x'.repeat(3_000_000)], usage, metadata: 'm'.repeat(8000) });
    expect(read(body, JSON_TYPE, [1, 100, 70_000, 2_999_999])).toEqual(reported);
    expect(read(JSON.stringify({ usage, choices: ['x'.repeat(20_000)] }), JSON_TYPE)).toBeNull();
  });

  it('of a stream is in its last event, in any pieces and frames', () => {
    const words = fc.array(fc.string({ maxLength: 300 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        words,
        Cuts,
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        (texts, cuts, sizes) => {
          const text = [...texts.map(delta), { choices: [], usage }, '[DONE]'].map(event).join('');
          expect(read(text, STREAM, cuts)).toEqual(reported);
          expect(read(Buffer.from(framed(text, sizes), 'latin1'), STREAM, cuts)).toEqual(reported);
        },
      ),
    );
  });

  it('of a stream that does not say is estimated by its pieces', () => {
    const newlines = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 9 }), { maxLength: 40 }),
        Cuts,
        newlines,
        (texts, cuts, newline) => {
          const events = [...texts.map(delta).map(event), event('[DONE]')].join('').replaceAll('\n', newline);
          const estimate = { promptTokens: null, completionTokens: texts.length, isEstimated: true };
          expect(read(events, STREAM, cuts)).toEqual(texts.length > 0 ? estimate : null);
          // Byte by byte, and cut off before its end.
          const begun = texts.map(delta).map(event).join('');
          const each = Array.from({ length: begun.length }, (_, n) => n);
          expect(read(begun, STREAM, each)).toEqual(texts.length > 0 ? estimate : null);
        },
      ),
    );
  });

  it('is null or counts, whatever the bytes are', () => {
    const Piece = fc.oneof(
      fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('"usage":{', '"usage"', '}', '{', '\ndata:', '\r\n1a\r\n', '"prompt_tokens":4', ',')
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(Piece), fc.constantFrom(JSON_TYPE, STREAM, ''), (pieces, type) => {
        const reader = new UsageReader(type);
        for (const piece of pieces) reader.feed(piece);
        const result = reader.result();
        if (result) expect(result.completionTokens).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
