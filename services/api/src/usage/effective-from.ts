/** Null: from now on, by the clock of who publishes it. */
export const microsecondsOf = (date: string | null | undefined): number | null =>
  date ? Math.max(0, Date.parse(date) * 1000) : null;
