import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collected } from './platform.spec-helper.ts';
import { ServerEvents, eventsOf } from './server-events.ts';

const read = (...pieces: string[]) => {
  const events = new ServerEvents();
  return pieces.flatMap((piece) => [...events.take(piece)]);
};

describe('a stream of server-sent events', () => {
  it('has events, ids, data of several lines and comments', () =>
    expect(
      read('retry: 2000\n\nid: 4\nevent: change\ndata: {"a":\ndata: 1}\n\n: hb\nid: 5\n\ndata:x\n\n'),
    ).toEqual([
      { event: 'message', data: '', id: null, retryMs: 2000 },
      { event: 'change', data: '{"a":\n1}', id: '4', retryMs: null },
      { event: 'message', data: '', id: '5', retryMs: null },
      { event: 'message', data: 'x', id: null, retryMs: null },
    ]));

  it('leaves out what is not whole', () => expect(read('data: a\n\ndata: b\n')).toHaveLength(1));

  it('reads the same wherever it is cut, with any line ends', () => {
    const text = 'id: 1\nevent: line\ndata: äöü 🌊\n\n: hb\n\nid: 2\ndata: a\ndata: b\n\n';
    fc.assert(
      fc.property(
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(text.length * 2), { maxLength: 8 }),
        (lineEnd, cuts) => {
          const whole = text.replaceAll('\n', lineEnd);
          const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
          const pieces = at.slice(1).map((end, nth) => whole.slice(at[nth], end));
          // A last CR may be half of a line end: it counts with what comes next.
          expect(read(...pieces, '\n')).toEqual(read(text));
        },
      ),
    );
  });

  it('is read from bytes that are cut within a letter', async () => {
    const bytes = new TextEncoder().encode('data: 🌊\n\n');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await collected(eventsOf(body))).toMatchObject([{ data: '🌊' }]);
  });
});
