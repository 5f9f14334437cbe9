const NAMES_A_SECRET = /(token|secret|password|authorization|cookie|api_?key|credentials?)$/i;
const IN_A_URL = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi;
const BEARER = /(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi;

export const REDACTED = '[redacted]';
const DEEPEST = 6;

/** Passwords in addresses and bearer tokens, wherever in a text they stand. */
export const redactText = (text: string): string =>
  text.replace(IN_A_URL, `$1${REDACTED}@`).replace(BEARER, `$1${REDACTED}`);

/** What of an error may be logged: not the request, the client or the parameters that some libraries hang on it. */
const ofError = (error: Error, depth: number): Record<string, unknown> => {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { code }),
    stack: redactText(error.stack ?? ''),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: redactValue(error.errors, depth + 1) }),
  };
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** A copy for the log: whatever is named like a secret is gone, at any depth that is logged at all. */
export const redactValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (value instanceof Error) return ofError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return isPlain(value) ? redactFields(value as Record<string, unknown>, depth) : value;
};

export const redactFields = (fields: Record<string, unknown>, depth = 0): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      NAMES_A_SECRET.test(name) && (typeof value === 'string' || typeof value === 'object')
        ? REDACTED
        : redactValue(value, depth + 1),
    ]),
  );
