export const DAY_US = 86_400_000_000;

export const dayOf = (us: number): number => us - (us % DAY_US);

/** `requests_20300131`: the table of one UTC day of `requests`. */
export const tableOf = (parent: string, dayUs: number): string =>
  `${parent}_${new Date(dayUs / 1000).toISOString().slice(0, 10).replaceAll('-', '')}`;

/** The day of a table; undefined when it is none of those. */
export const dayOfTable = (parent: string, table: string): number | undefined => {
  const name = table.startsWith(`${parent}_`) ? table.slice(parent.length + 1) : '';
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  const ms = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : ms * 1000;
};
