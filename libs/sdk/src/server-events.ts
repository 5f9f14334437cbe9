/** One server-sent event. A comment that moves the place to resume after is one without data. */
export type ServerEvent = Readonly<{
  event: string;
  data: string;
  id: string | null;
  retryMs: number | null;
}>;

/** Reads a stream of server-sent events, wherever its pieces are cut. What no empty line ends is not whole, and is left out. */
export class ServerEvents {
  #rest = '';
  #lines: string[] = [];

  *take(text: string): Generator<ServerEvent, void> {
    // A line may end with CR, LF or both: a CR at the end of a piece waits for what follows it.
    const all = this.#rest + text;
    const held = all.endsWith('\r') ? '\r' : '';
    const lines = (held ? all.slice(0, -1) : all).split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + held;
    for (const line of lines)
      if (line !== '') this.#lines.push(line);
      else if (this.#lines.length > 0) yield eventOf(this.#lines.splice(0));
  }
}

const eventOf = (lines: readonly string[]): ServerEvent => {
  let [event, id, retryMs]: [string, string | null, number | null] = ['message', null, null];
  const data: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }
  return { event, data: data.join('\n'), id, retryMs };
};

/**
 * The events of an answer, like those of an inference call with `stream: true`.
 * @throws what the connection breaks with
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void> {
  const events = new ServerEvents();
  for await (const text of textsOf(body)) yield* events.take(text);
}

/** @param reading surrounds each read, so that silence can be told from a reader who is busy */
export async function* textsOf(
  body: ReadableStream<Uint8Array>,
  reading: <Read>(read: Promise<Read>) => Promise<Read> = (read) => read,
): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reading(reader.read());
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
