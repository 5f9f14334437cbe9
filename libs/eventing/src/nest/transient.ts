import { Refusal } from '@tidegate/contracts';
import { isConnectionError } from './connection-error.ts';
import { Conflict } from './event.store.ts';

/** Thrown by a worker for a message that no repetition can mend: it goes to the dead letters at once. */
export class Poison extends Error {
  override readonly name = 'Poison';
}

/** Nothing is wrong with the event: the world was not ready for it. */
export const isTransient = (error: unknown): boolean =>
  isConnectionError(error) ||
  error instanceof Conflict ||
  (error instanceof Refusal && ['service.unavailable', 'stream.conflict'].includes(error.code));

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
