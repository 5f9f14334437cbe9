import { type Common, type Surroundings, pause } from '../command.ts';
import { Interrupted } from '../exits.ts';
import { type Found, textOf } from '../output.ts';

const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

type Known = Map<string, string>;

const keyOf = (item: unknown, n: number): string => {
  const { id, name } = (item ?? {}) as Readonly<{ id?: string; name?: string }>;
  return id ?? name ?? String(n);
};

/** What came, changed or went since the last look, one a line. */
export const changesOf = (items: readonly unknown[], known: Known): string[] => {
  const now = new Map(items.map((item, n) => [keyOf(item, n), JSON.stringify(item)]));
  const lines = [...now].filter(([key, text]) => known.get(key) !== text).map(([, text]) => text);
  const gone = [...known.keys()].filter((key) => !now.has(key));
  known.clear();
  for (const [key, text] of now) known.set(key, text);
  return [...lines, ...gone.map((id) => JSON.stringify({ id, gone: true }))];
};

/** Again and again until somebody ends it: a picture for people, lines of JSON for programs. */
export const watched = async (
  look: () => Promise<Found>,
  { around, options, seconds }: Readonly<{ around: Surroundings; options: Common; seconds: number }>,
): Promise<never> => {
  const known: Known = new Map();
  let shown = '';
  const isPicture = around.isTty?.out === true && options.output !== 'jsonl';
  for (;;) {
    const found = await look();
    if (isPicture) {
      const text = await textOf(found, options);
      if (text !== shown) around.out(CLEAR + (shown = text));
    } else for (const line of changesOf(found.items ?? [found.value], known)) around.out(`${line}\n`);
    await pause(seconds * 1000, around.signal);
    if (around.signal?.aborted) throw new Interrupted();
  }
};
