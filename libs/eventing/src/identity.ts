import { ID_PREFIXES, type IdKind, idFrom } from '@tidegate/contracts';
import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

const NAMESPACE = Buffer.from('5f0c9f0e9a3b5b398d5c6f2f0a7a1d11', 'hex');

/** The variant of RFC 9562 in the upper two of four bits. */
const VARIANT = '89ab89ab89ab89ab';

/** SHA-1 of the namespace and the name, in hexadecimal: every append, load and decision asks for some of these. */
const digestOf = (parts: readonly (string | number)[]): string =>
  hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(parts.join('\u001f'))]), 'hex');

/** The same parts always give the same id (UUID version 5): what makes a repeated command harmless. */
export const deriveUuid = (...parts: readonly (string | number)[]): string => {
  const digest = digestOf(parts);
  const variant = VARIANT.charAt(Number.parseInt(digest.charAt(16), 16));
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/** The same for ids of things: `deriveId('replica', event.id, 0)` is one replica however often the event is delivered. */
export const deriveId = (kind: IdKind, ...parts: readonly (string | number)[]): string =>
  idFrom(kind, Buffer.from(deriveUuid(ID_PREFIXES[kind], ...parts).replaceAll('-', ''), 'hex'));
