import { unwrap } from '@tidegate/sdk';
import { api } from '../app/api.ts';

type Issued = Readonly<{ token: string; expiresAtMs: number }>;
/** Less left than this, and a new one is asked for. */
const LEFT_MS = 60_000;
let issued: Issued | null = null;

/** A token that calls endpoints for some minutes; it lives in this page’s memory alone. */
export const inferenceToken = async (): Promise<string> => {
  if (issued && issued.expiresAtMs - Date.now() > LEFT_MS) return issued.token;
  const { token, expiresAt } = await unwrap(api.POST('/v1/session/inference-token'));
  if (token === null) throw new Error('The platform gave no token; try again.');
  issued = { token, expiresAtMs: Date.parse(expiresAt) };
  return token;
};

export const forgetToken = (): void => {
  issued = null;
};
