import { ID_PREFIXES, type IdKind, idFrom } from '@tidegate/contracts';
import { parse, v5 } from 'uuid';

const NAMESPACE = parse('5f0c9f0e-9a3b-5b39-8d5c-6f2f0a7a1d11');

/** The same parts always give the same id (UUID version 5): what makes a repeated command harmless. */
export const deriveUuid = (...parts: readonly (string | number)[]): string =>
  v5(parts.join('\u001f'), NAMESPACE);

/** The same for ids of things: `deriveId('replica', event.id, 0)` is one replica however often the event is delivered. */
export const deriveId = (kind: IdKind, ...parts: readonly (string | number)[]): string =>
  idFrom(kind, parse(deriveUuid(ID_PREFIXES[kind], ...parts)));
