/** `deploy_failed` as people read it: `deploy failed`; `pendingCapacity`: `pending capacity`. */
export const wordsOf = (code: string): string =>
  code
    .replace(/[._-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const LIMITS: Readonly<Record<string, string>> = {
  min_replicas: 'the lowest count that is set',
  max_replicas: 'the highest count that is set',
  idle_timeout: 'the idle time',
  initial_cooldown: 'the time after the first start',
  scale_down_hold: 'the wait before fewer',
  scale_up_rate: 'the limit on starts a minute',
  scale_down_rate: 'the limit on stops a minute',
  metric_stale: 'numbers that are too old',
  budget: 'the budget',
  capacity: 'the pool’s capacity',
};
export const limitOf = (code: string): string => LIMITS[code] ?? wordsOf(code);

/** Texts as a list in a sentence: `a, b and c`. */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
