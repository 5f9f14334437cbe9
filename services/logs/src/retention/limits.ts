/** How much of the past is kept: by age, and by size of one endpoint's lines. */
export type Limits = Readonly<{ keepHours: number; keepMibPerEndpoint: number }>;

export const LIMITS = Symbol('log limits');
