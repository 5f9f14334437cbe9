/** One request as the access log tells it. Always all fields, in this order; no secrets, no bodies, no query. */
export type AccessRecord = {
  requestId: string;
  /** Epoch milliseconds of its arrival. */
  atMs: number;
  method: string;
  path: string;
  status: number;
  /** `client_gone` and `cut` have the status that was sent until then, 0 for none. */
  outcome: 'answered' | 'refused' | 'client_gone' | 'cut';
  /** Of the caller itself, behind trusted proxies too; `unknown` when it was gone at once. */
  clientAddress: string;
  projectId: string;
  endpointId: string;
  tokenId: string;
  replicaId: string;
  bytesIn: number;
  bytesOut: number;
  durationMs: number;
  /** To the first byte of the answer; -1 when there was none. */
  firstByteMs: number;
  queueMs: number;
  wakeMs: number;
  traceId: string;
};
