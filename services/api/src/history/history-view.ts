import { type AnyEvent, type Recorded, registry } from '@tidegate/contracts';
import { z } from 'zod';

export const HistoryEventView = z.object({
  id: z.string(),
  /** Its place in the whole log: rises with time. */
  position: z.int(),
  type: z.string(),
  at: z.iso.datetime(),
  /** Who caused it: `operator`, a token’s id, or a service; null when it began within the platform. */
  actor: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Shared by everything that one request led to. */
  correlationId: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryEventView = z.infer<typeof HistoryEventView>;

/**
 * What these lead to may be written to by whoever knows its address, so only those who manage them read it, where they manage
 * them. Everybody else learns the host.
 */
const LEADS: ReadonlySet<string> = new Set(['channel', 'webhook', 'logsink']);

const withoutWays = (data: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withoutWay(name, value)]));

const withoutWay = (name: string, value: unknown): unknown => {
  if (name === 'url') return hostIn(String(value));
  if (name === 'addresses' && Array.isArray(value))
    return value.map((address) => String(address).replace(/^.*@/s, '…@'));
  return name === 'target' && typeof value === 'object' && value !== null ? withoutWays(value) : value;
};

const hostIn = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}/…` : '…';
};

export const historyViewOf = (event: Recorded<AnyEvent>): HistoryEventView => ({
  id: event.id,
  position: event.position,
  type: event.type,
  at: event.occurredAt.toISOString(),
  actor: event.meta.actor ?? null,
  requestId: event.meta.requestId ?? null,
  correlationId: event.correlationId,
  data: LEADS.has(registry[event.type].category) ? withoutWays(event.data) : event.data,
});
