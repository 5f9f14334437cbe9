import { Logger } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { isConnectionError } from '@tidegate/eventing/nest';

const log = new Logger('problems');

type Doing = Readonly<{ requestId: string; doing: string }>;

/** What a caller is told of anything thrown. What is not a refusal is a bug: logged here, and nothing of its inside is said. */
export const refusalOf = (error: unknown, { requestId, doing }: Doing): Refusal => {
  if (error instanceof Refusal) return error;
  if (isConnectionError(error)) return new Refusal('service.unavailable', { service: 'database' });
  log.error(
    {
      event: 'request.failed',
      requestId,
      error: error instanceof Error ? error.stack : String(error),
    },
    `${doing} failed`,
  );
  return new Refusal('internal', { requestId });
};
