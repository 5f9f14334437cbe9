import { Metadata, type ServiceError, type StatusObject, status as codes } from '@grpc/grpc-js';
import { REFUSALS, Refusal, type RefusalCode, problemOf } from '@tidegate/contracts';
import { refusalOf } from '../edge/refusal-of.handler.ts';
import { NotConvertible } from '../rpcs/json-messages.ts';
import { RestRefusal, type Said } from './rest.gateway.ts';
import { statusBytes } from '../rpcs/status-details.ts';

/** When trying again may help, and after how long. */
const RETRY_AFTER_SECONDS: Readonly<Partial<Record<RefusalCode, number>>> = {
  'request.in_progress': 2,
  'stream.conflict': 1,
  'service.unavailable': 2,
  'watch.too_many': 10,
  'log.too_many_followers': 10,
};

export type Doing = Readonly<{ requestId: string; doing: string }>;

/** Anything thrown, as gRPC says it: the status, and a google.rpc.Status with the refusal’s code and each field’s problem. */
export const statusOf = (
  error: unknown,
  doing: Doing,
): Pick<StatusObject, 'code' | 'details' | 'metadata'> => {
  const { code: reason, message, problems, remedy, requestId } = saidOf(error, doing);
  const code = codes[REFUSALS[reason].grpc];
  const details = statusBytes({
    code,
    message,
    reason,
    metadata: { remedy },
    violations: problems.map(({ pointer, message: description }) => ({ field: pointer, description })),
    retryAfterSeconds: RETRY_AFTER_SECONDS[reason] ?? null,
    requestId,
  });
  const metadata = new Metadata();
  metadata.set('x-request-id', requestId);
  metadata.set('grpc-status-details-bin', Buffer.from(details));
  return { code, details: message, metadata };
};

export const serviceError = (error: unknown, doing: Doing): ServiceError =>
  Object.assign(new Error('refused'), statusOf(error, doing));

const saidOf = (error: unknown, doing: Doing): Said => {
  if (error instanceof RestRefusal) return error.said;
  const refusal =
    error instanceof NotConvertible
      ? new Refusal('request.invalid', { count: 1 }, [{ pointer: error.pointer, message: error.message }])
      : refusalOf(error, doing);
  const {
    code,
    detail: message,
    remedy,
    errors: problems = [],
    requestId,
  } = problemOf(refusal, doing.requestId);
  return { code, message, remedy, problems, requestId };
};
