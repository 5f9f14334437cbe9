import type { RequestRecord } from '@tidegate/contracts';

/** One request as the access log tells it. Always all fields, in this order. */
export type AccessRecord = RequestRecord;

type ToldField =
  | 'status'
  | 'code'
  | 'replicaId'
  | 'bytesIn'
  | 'bytesOut'
  | 'firstByteMs'
  | 'queueMs'
  | 'wakeMs'
  | 'attempts'
  | 'promptTokens'
  | 'completionTokens'
  | 'tokensEstimated'
  | 'stream';

/** What is told about a request once it is over, beside what its visit itself knows. */
export type Told = { [Field in ToldField]?: AccessRecord[Field] | undefined };

type Known = Omit<AccessRecord, ToldField>;

/** A record in the one shape that all have, whatever was told: what reads them on the hot path then stays fast. */
// eslint-disable-next-line complexity -- each field has its default here: to spread objects into each other takes several times as long
export const accessRecord = (known: Known, told: Told): AccessRecord => ({
  requestId: known.requestId,
  atMs: known.atMs,
  method: known.method,
  path: known.path,
  status: told.status ?? 0,
  outcome: known.outcome,
  code: told.code ?? '',
  clientAddress: known.clientAddress,
  projectId: known.projectId,
  endpointId: known.endpointId,
  tokenId: known.tokenId,
  replicaId: told.replicaId ?? '',
  bytesIn: told.bytesIn ?? 0,
  bytesOut: told.bytesOut ?? 0,
  durationMs: known.durationMs,
  firstByteMs: told.firstByteMs ?? -1,
  queueMs: told.queueMs ?? 0,
  wakeMs: told.wakeMs ?? 0,
  attempts: told.attempts ?? (told.replicaId ? 1 : 0),
  promptTokens: told.promptTokens ?? -1,
  completionTokens: told.completionTokens ?? -1,
  tokensEstimated: told.tokensEstimated ?? false,
  stream: told.stream ?? false,
  traceId: known.traceId,
});

const LONGEST_PATH = 512;
/** Without its query, which may hold anything. */
export const pathOf = (url: string): string => {
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)).slice(0, LONGEST_PATH);
};
