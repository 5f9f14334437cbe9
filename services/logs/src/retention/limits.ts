/** How much of the past is kept. */
export type Limits = Readonly<{
  /** Lines: by age, by size of one endpoint’s, and by size of all. */
  keepHours: number;
  keepMibPerEndpoint: number;
  keepMib: number;
  /** Requests one by one: whole days before today, and the size of all. */
  keepRequestDays: number;
  keepRequestMib: number;
  /** Requests by the hour. */
  keepHourDays: number;
}>;

export const LIMITS = Symbol('log limits');
