/** Headers of a replica's answer that belong to its own connection, or that only the gateway may say. */
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  'x-tidegate-replica',
]);

export type ResponseHead = {
  /** Undefined when the length is not told beforehand. */
  contentLength: number | undefined;
  contentType: string;
  /** Names and values by turns, for the caller. */
  forward: string[];
};

/** Bytes of headers are Latin-1. `raw` is names and values by turns. */
export const readResponseHead = (raw: readonly (Buffer | string)[], own: readonly string[]): ResponseHead => {
  const head: ResponseHead = { contentLength: undefined, contentType: '', forward: [...own] };
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = latin1(raw[i]);
    const lower = name.toLowerCase();
    if (NOT_RETURNED.has(lower)) continue;
    const value = latin1(raw[i + 1]);
    if (lower === 'content-length') head.contentLength = Number(value);
    else if (lower === 'content-type') head.contentType = value;
    head.forward.push(name, value);
  }
  return head;
};

const latin1 = (part: Buffer | string | undefined): string => part?.toString('latin1') ?? '';
