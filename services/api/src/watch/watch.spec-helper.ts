import { expect } from '@jest/globals';

export type Told = Readonly<{ id: number | null; event: string; data: Record<string, unknown> }>;

/** A client of GET /v1/watch that notes what it is told. */
export const watch = (url: string, token: string, headers: Record<string, string> = {}) => {
  const end = new AbortController();
  const told: Told[] = [];
  let beats = 0;
  const take = (block: string): void => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const id = fields.get('id');
    const event = fields.get('event');
    if (event === undefined) beats += Number(id !== undefined);
    else
      told.push({
        id: id === undefined ? null : Number(id),
        event,
        data: JSON.parse(fields.get('data') ?? '{}'),
      });
  };
  const reading = (async () => {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: end.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  })().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    told,
    get beats() {
      return beats;
    },
    /** Of the changes, what stands at a place. */
    changes: <T = string>(field: string): T[] =>
      told.filter(({ event }) => event === 'change').map(({ data }) => data[field] as T),
    /** Resolves when the server has ended it. */
    ended: reading,
    close: async () => {
      end.abort();
      await reading;
    },
  };
};
