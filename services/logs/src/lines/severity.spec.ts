import { describe, expect, it } from '@jest/globals';
import { type LogStream, LINE_SEVERITIES } from '@tidegate/contracts';
import fc from 'fast-check';
import { jsonIn, severityOf } from './severity.ts';

const of = (text: string, stream: LogStream = 'stdout') => severityOf(text, stream, jsonIn(text));

describe('how grave a line is', () => {
  it.each([
    ['INFO:     Uvicorn running on http://0.0.0.0:8000', 'info'],
    ['WARNING 01-31 00:00:00 [config.py:1] no GPU', 'warn'],
    ['2030-01-31 00:00:00,123 ERROR worker: 0 INFO left', 'error'],
    ['[2030-01-31 00:00:00] [critical] out of memory', 'fatal'],
    ['2030/01/31 00:00:00 [error] 7#7: *1 connect() failed', 'error'],
    ['warn: deprecated', 'warn'],
    ['time="2030-01-31T00:00:00Z" level=debug msg="an ERROR that was"', 'debug'],
    ['E0131 00:00:00.000000       1 server.go:7] failed', 'error'],
    ['I0131 00:00:00.000000       1 server.go:7] no error', 'info'],
    ['{"level":"warning","msg":"ERROR"}', 'warn'],
    ['{"level":50,"msg":"x"}', 'error'],
    ['{"severity":"CRITICAL"}', 'fatal'],
    ['{"msg":"no level"}', 'info'],
    ['Traceback (most recent call last):', 'error'],
    ['torch.cuda.OutOfMemoryError: CUDA out of memory', 'error'],
    ['ValueError', 'error'],
    ['panic: runtime error', 'error'],
    ['there was no error in what was said', 'info'],
    ['TERROR is no level', 'info'],
    ['constructor: toString', 'info'],
    ['level=constructor', 'info'],
  ])('%s', (text, severity) => {
    expect(of(text)).toBe(severity);
  });

  it('is told by where it came from when it says nothing', () => {
    expect(
      (['stdout', 'pushed', 'platform', 'stderr'] as const).map((stream) => of('loading', stream)),
    ).toEqual(['info', 'info', 'info', 'warn']);
  });

  it('is one of six, whatever was written, and takes no time to find', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '0:', 'a.'), (text, many) => {
        expect(LINE_SEVERITIES).toContain(of(many.repeat(30_000) + text));
      }),
      { numRuns: 50 },
    );
  });
});
