import { type AnswerOf, type PlanView, type questions, refuse } from '@tidegate/contracts';
import type { PublishedPlan } from './plan-card.ts';

export type PlanPlace = Readonly<{ fromUs: number; version: number }>;
const FIRST: PlanPlace = { fromUs: 0, version: 0 };

export const planPlaceOf = (cursor: string | null): PlanPlace => {
  if (cursor === null) return FIRST;
  const [, fromUs, version] = /^(\d{1,16})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (fromUs === undefined || version === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { fromUs: Number(fromUs), version: Number(version) };
};

export const planViewOf = ({ projectId, plan, fromUs }: Omit<PublishedPlan, 'version'>): PlanView => ({
  projectId,
  plan,
  effectiveFrom: new Date(fromUs / 1000).toISOString(),
});

/** @param plans `limit` + 1 of them, where there are so many */
export const planPageOf = (
  plans: readonly PublishedPlan[],
  limit: number,
): AnswerOf<typeof questions.plans> => {
  const page = plans.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(planViewOf),
    nextCursor: last && plans.length > limit ? `${String(last.fromUs)}.${String(last.version)}` : null,
  };
};
