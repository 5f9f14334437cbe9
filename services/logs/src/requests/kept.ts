import type { EventNamed, RequestColumns } from '@tidegate/contracts';
import { DAY_US, dayOf } from '../retention/days.ts';

export type Loss = EventNamed<'RequestsRecorded'>['data']['lost'][number];

/** Places in a batch: whose rows are kept, and whose would be were there room for them. */
export type Kept = Readonly<{ rows: readonly number[]; refused: readonly number[] }>;

/** The first day of which rows are kept. */
export const oldestDay = (nowUs: number, keepDays: number): number => dayOf(nowUs) - keepDays * DAY_US;

export const keptOf = (
  atUs: readonly number[],
  { nowUs, keepDays, hasRoom }: Readonly<{ nowUs: number; keepDays: number; hasRoom: boolean }>,
): Kept => {
  const oldest = oldestDay(nowUs, keepDays);
  const young = atUs.flatMap((us, n) => (us >= oldest ? [n] : []));
  return hasRoom ? { rows: young, refused: [] } : { rows: [], refused: young };
};

/** What the gateway lost and what there is no room for. */
export const lossesOf = (
  batch: RequestColumns,
  atUs: readonly number[],
  { refused }: Kept,
  lost: readonly Loss[],
): Loss[] => {
  const word = (at: number | undefined): string => batch.words[at ?? 0] ?? '';
  const ours = refused.map((n): Loss => {
    const us = atUs[n] ?? 0;
    const [projectId, endpointId] = [word(batch.projectId[n]), word(batch.endpointId[n])];
    return { projectId, endpointId, requests: 1, fromUs: us, untilUs: us };
  });
  return mergedLosses([...lost, ...ours]);
};

/** One of each endpoint, in the order of endpoints. */
export const mergedLosses = (losses: readonly Loss[]): Loss[] => {
  const byEndpoint = new Map<string, Loss>();
  for (const loss of losses) {
    const key = `${loss.projectId} ${loss.endpointId}`;
    const known = byEndpoint.get(key);
    byEndpoint.set(key, known ? sumOf(known, loss) : loss);
  }
  return [...byEndpoint.keys()].sort().flatMap((key) => byEndpoint.get(key) ?? []);
};

const sumOf = (known: Loss, more: Loss): Loss => ({
  ...known,
  requests: known.requests + more.requests,
  fromUs: Math.min(known.fromUs, more.fromUs),
  untilUs: Math.max(known.untilUs, more.untilUs),
});
