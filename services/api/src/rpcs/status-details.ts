/** What a refusal says beyond its code and sentence. */
export type StatusDetails = Readonly<{
  /** A number of google.rpc.Code. */
  code: number;
  message: string;
  /** The refusal’s code. */
  reason: string;
  metadata: Readonly<Record<string, string>>;
  violations: readonly Readonly<{ field: string; description: string }>[];
  /** When to try again; null: trying again does not help. */
  retryAfterSeconds: number | null;
  requestId: string;
}>;

const DOMAIN = 'tidegate';

/**
 * google.rpc.Status in its wire form, as the trailer `grpc-status-details-bin` carries it. Each detail is an Any around a message
 * of google/rpc/error_details.proto; the numbers below are the fields’ numbers there.
 */
export const statusBytes = (details: StatusDetails): Uint8Array =>
  bytes(
    number(1, details.code),
    text(2, details.message),
    any('ErrorInfo', errorInfo(details)),
    details.violations.length > 0 && any('BadRequest', badRequest(details.violations)),
    details.retryAfterSeconds !== null && any('RetryInfo', part(1, number(1, details.retryAfterSeconds))),
    any('RequestInfo', text(1, details.requestId)),
  );

const errorInfo = ({ reason, metadata }: StatusDetails): Uint8Array =>
  bytes(
    text(1, reason),
    text(2, DOMAIN),
    ...Object.entries(metadata).map(([key, value]) => part(3, bytes(text(1, key), text(2, value)))),
  );

const badRequest = (violations: StatusDetails['violations']): Uint8Array =>
  bytes(...violations.map(({ field, description }) => part(1, bytes(text(1, field), text(2, description)))));

const any = (name: string, message: Uint8Array): Uint8Array =>
  part(3, bytes(text(1, `type.googleapis.com/google.rpc.${name}`), part(2, message)));

/** Wire types: 0 is a varint, 2 a length and so many bytes. */
const number = (field: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(field << 3), ...varint(value)]);
const part = (field: number, content: Uint8Array): Uint8Array =>
  bytes(Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content);
const text = (field: number, value: string): Uint8Array => part(field, new TextEncoder().encode(value));

/** Seven bits at a time, lowest first; all but the last have the eighth bit set. */
const varint = (value: number): number[] => {
  const low = value % 128;
  return value < 128 ? [low] : [low | 128, ...varint(Math.floor(value / 128))];
};

const bytes = (...parts: readonly (Uint8Array | false)[]): Uint8Array => {
  const present = parts.filter((one) => one !== false);
  const all = new Uint8Array(present.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of present) {
    all.set(one, at);
    at += one.length;
  }
  return all;
};
