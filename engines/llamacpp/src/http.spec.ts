import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { EventStream, signalOf } from './http.ts';

/** As much of a response as a stream of events touches; `full` is what a reader that does not read makes it. */
class Response extends EventEmitter {
  readonly written: string[] = [];
  full = false;
  destroyed = false;
  writableFinished = false;

  write(text: string): boolean {
    this.written.push(text);
    return !this.full;
  }

  as(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

describe('a stream of events to a slow reader', () => {
  it('goes on at once while there is room', () => {
    const response = new Response();
    const stream = new EventStream(response.as(), new AbortController().signal);
    expect(stream.send({ a: 1 })).toBeUndefined();
    expect(response.written).toEqual(['data: {"a":1}\n\n']);
  });

  it('waits until the reader has caught up, and leaves nothing behind', async () => {
    const response = new Response();
    response.full = true;
    const stream = new EventStream(response.as(), new AbortController().signal);
    let sent = false;
    const sending = Promise.resolve(stream.send({})).then(() => (sent = true));
    await Promise.resolve();
    expect(sent).toBe(false);
    response.emit('drain');
    await sending;
    expect(response.listenerCount('drain')).toBe(0);
  });

  it('gives up when the reader goes away while it waits, or has gone before', async () => {
    const response = new Response();
    response.full = true;
    const stream = new EventStream(response.as(), signalOf(response.as()));
    const sending = stream.send({});
    response.emit('close');
    await expect(sending).rejects.toThrow('the caller has gone');
    await expect(stream.send({})).rejects.toThrow('the caller has gone');
    expect(response.listenerCount('drain')).toBe(0);
  });
});

describe('the signal of a response', () => {
  it('stays quiet when the answer was complete, and fires when the caller had gone already', () => {
    const complete = new Response();
    const signal = signalOf(complete.as());
    complete.writableFinished = true;
    complete.emit('close');
    expect(signal.aborted).toBe(false);
    const gone = new Response();
    gone.destroyed = true;
    expect(signalOf(gone.as()).aborted).toBe(true);
  });
});
