/** How many letters must change to make one text of the other (Levenshtein). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};

/** `--ctx-size`, `ctx_size` and `CtxSize` are the same name written by people of different habits. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const LONGEST_NAME = 64;

/** The known name that was probably meant; null when none is close: at most one letter in three may differ. */
export const nearestName = (name: string, known: readonly string[]): string | null => {
  const wanted = plain(name.slice(0, LONGEST_NAME));
  const ranked = known
    .map((candidate) => ({ candidate, letters: distance(wanted, plain(candidate)) }))
    .sort((one, other) => one.letters - other.letters);
  const [best] = ranked;
  return best !== undefined && best.letters * 3 <= wanted.length ? best.candidate : null;
};
