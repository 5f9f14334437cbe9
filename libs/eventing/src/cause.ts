import type { Recorded } from '@tidegate/contracts';
import { deriveUuid } from './identity.ts';

/** Why something is appended. `commandId` makes the append idempotent, `correlationId` is shared by everything one request led to. */
export type Cause = Readonly<{
  commandId: string;
  correlationId: string;
  causationId: string;
  actor?: string;
  requestId?: string;
}>;

/** A command that an event led to. `salt` tells apart several commands from one event. */
export const causedBy = (event: Recorded, ...salt: readonly (string | number)[]): Cause => ({
  commandId: deriveUuid(event.id, ...salt),
  correlationId: event.correlationId,
  causationId: event.id,
  ...(event.meta.actor && { actor: event.meta.actor }),
  ...(event.meta.requestId && { requestId: event.meta.requestId }),
});

/** The start of a chain: somebody outside asked for it. */
export const causeOf = (
  start: Readonly<{ commandId: string; actor: string; requestId?: string }>,
): Cause => ({
  commandId: start.commandId,
  correlationId: start.commandId,
  causationId: start.commandId,
  actor: start.actor,
  ...(start.requestId && { requestId: start.requestId }),
});
