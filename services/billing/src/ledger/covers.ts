import type { Cover } from './project-books.ts';

/** One more cover on top. What comes from the same place again is one. */
export const covered = (covers: readonly Cover[], cover: Cover): Cover[] => {
  const top = covers.at(-1);
  if (cover.amountNanoUsd === 0n) return [...covers];
  if (top?.creditId !== cover.creditId) return [...covers, cover];
  return [
    ...covers.slice(0, -1),
    { creditId: cover.creditId, amountNanoUsd: top.amountNanoUsd + cover.amountNanoUsd },
  ];
};

/**
 * What is given back of a month that turned out to cost `excess` less than was covered: last first. What a credit paid goes back
 * to the credit now; what an invoice held stays where it is until the next invoice takes it off.
 * @returns the covers that stay, and what goes back to which credit
 */
export const unwound = (
  covers: readonly Cover[],
  excess: bigint,
): Readonly<{ covers: Cover[]; returned: Cover[] }> => {
  const kept: Cover[] = [];
  const returned: Cover[] = [];
  let rest = excess;
  for (const cover of covers.toReversed()) {
    const part = rest < cover.amountNanoUsd ? rest : cover.amountNanoUsd;
    rest -= part;
    const stays = cover.creditId === null ? cover.amountNanoUsd : cover.amountNanoUsd - part;
    if (stays > 0n) kept.unshift({ ...cover, amountNanoUsd: stays });
    if (cover.creditId !== null && part > 0n) returned.push({ ...cover, amountNanoUsd: part });
  }
  return { covers: kept.reduce<Cover[]>(covered, []), returned };
};

/** The same for what an invoice gives back: from what invoices held, last first. */
export const withdrawn = (covers: readonly Cover[], amount: bigint): Cover[] => {
  const kept: Cover[] = [];
  let rest = amount;
  for (const cover of covers.toReversed()) {
    const part = cover.creditId !== null ? 0n : rest < cover.amountNanoUsd ? rest : cover.amountNanoUsd;
    rest -= part;
    if (cover.amountNanoUsd > part) kept.unshift({ ...cover, amountNanoUsd: cover.amountNanoUsd - part });
  }
  return kept.reduce<Cover[]>(covered, []);
};
