/** What the HTTP edge must know, as values, so that nothing but config.ts reads the environment. */
export type ApiSettings = Readonly<{
  operatorToken: string;
  secretKey: string;
  maxReplicas: number;
  logFollowers: number;
}>;

export const API_SETTINGS = Symbol('api settings');
