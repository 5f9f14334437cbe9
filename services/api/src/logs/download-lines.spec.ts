import { describe, expect, it } from '@jest/globals';
import {
  EVERY_LINE,
  type LogLineView,
  type LogTailAnswer,
  type LogTailAsk,
  Refusal,
} from '@tidegate/contracts';
import type { Asker } from '@tidegate/eventing/nest';
import fc from 'fast-check';
import { DownloadLines } from './download-lines.gateway.ts';
import type { LogWish } from './log-asks.ts';

const wish: LogWish & { format: 'text' } = {
  ask: {
    ...EVERY_LINE,
    projectId: 'proj-0123456789ab',
    endpointId: 'endpt-0123456789ab',
    limit: 5000,
  },
  newest: null,
  follow: false,
  format: 'text',
  timestamps: false,
};

/** So many lines, in pages of so few; each second answer says that its time was up. */
const logOf = (count: number, page: number) => {
  const lines = Array.from({ length: count }, (_, n) => ({ cursor: String(n + 1), text: String(n + 1) }));
  const state = { away: 0 };
  const tail = ({ after, before, limit }: LogTailAsk): LogTailAnswer => {
    if (state.away-- > 0) throw new Refusal('service.unavailable', { service: 'logs' });
    const until = Number(before ?? count + 1);
    const range = lines.filter(({ cursor }) => Number(cursor) > Number(after ?? 0) && Number(cursor) < until);
    const most = Math.min(limit, page);
    const found = (after === null ? range.slice(-most) : range.slice(0, most)) as LogLineView[];
    const isWhole = found.length === range.length;
    const cursor = after === null || isWhole ? until - 1 : found.at(-1)?.cursor;
    return {
      lines: found,
      cursor: String(cursor),
      olderCursor: isWhole ? null : (found[0]?.cursor ?? null),
      cameTo: null,
    };
  };
  const asker = { ask: (_: unknown, ask: LogTailAsk) => Promise.resolve().then(() => tail(ask)) };
  return { state, downloads: new DownloadLines(asker as unknown as Asker) };
};
const all = async (text: AsyncIterable<string>) => {
  let whole = '';
  for await (const part of text) whole += part;
  return whole.split('\n').slice(0, -1).map(Number);
};
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('a download', () => {
  it('holds all lines once and in order, or the newest so many of them, however small its pages are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.integer({ min: 1, max: 70 })),
        fc.option(fc.nat({ max: 60 })),
        async (count, page, newest, after) => {
          const { downloads } = logOf(count, page);
          const ask = { ...wish.ask, after: after === null ? null : String(after), limit: newest ?? 5000 };
          const text = await downloads.text({ ...wish, ask, newest }, new AbortController().signal);
          const newer = upTo(count).filter((n) => n > (after ?? 0));
          expect(await all(text)).toEqual(newer.slice(newest === null ? 0 : -newest));
        },
      ),
    );
  });

  it('waits a moment for a service that is away', async () => {
    const { downloads, state } = logOf(5, 2);
    const text = await downloads.text(wish, new AbortController().signal);
    state.away = 1;
    expect(await all(text)).toEqual(upTo(5));
  });

  it('is one of two of a project; who ends or goes makes room', async () => {
    const { downloads } = logOf(5, 2);
    const client = new AbortController();
    const first = await downloads.text(wish, new AbortController().signal);
    await downloads.text(wish, client.signal);
    const third = () => downloads.text(wish, new AbortController().signal);
    await expect(third()).rejects.toMatchObject({ code: 'log.too_many_downloads' });
    client.abort();
    const again = await third();
    await expect(third()).rejects.toMatchObject({ code: 'log.too_many_downloads' });
    await all(first);
    await all(again);
    await expect(third()).resolves.toBeDefined();
  });
});
