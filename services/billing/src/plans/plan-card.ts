import { type EventNamed, type Plan, type Recorded, USUAL_PLAN } from '@tidegate/contracts';

export type PlanPublished = Recorded<EventNamed<'PlanPublished'>>;

/** From `fromUs` on, until the next, a project's usage is billed by this plan. */
export type PublishedPlan = Readonly<{
  /** Null: every project that has no plan of its own. */
  projectId: string | null;
  fromUs: number;
  plan: Plan;
  /** Its place among the plans of the project: of two from the same moment the later published one counts. */
  version: number;
}>;

export const planOf = ({ version, data }: PlanPublished): PublishedPlan => ({
  projectId: data.projectId,
  fromUs: data.effectiveFromUs,
  plan: data.plan,
  version,
});

export type PlanSince = Readonly<{ fromUs: number; plan: Plan }>;

/** Plans by project and time. Built from a set: order and repetition do not matter. */
export class PlanCard {
  private readonly byProject = new Map<string | null, PlanSince[]>();

  constructor(plans: Iterable<PublishedPlan>) {
    const published = [...plans].sort((a, b) => a.fromUs - b.fromUs || a.version - b.version);
    for (const { projectId, fromUs, plan } of published) {
      const known = this.byProject.get(projectId) ?? [];
      if (known.at(-1)?.fromUs === fromUs) known.pop();
      known.push({ fromUs, plan });
      this.byProject.set(projectId, known);
    }
    const usual = this.byProject.get(null) ?? [];
    this.byProject.set(null, usual[0]?.fromUs === 0 ? usual : [{ fromUs: 0, plan: USUAL_PLAN }, ...usual]);
  }

  /** By their beginnings, the first from the beginning of time: everybody's, until the project has the first of its own. */
  of(projectId: string): readonly PlanSince[] {
    const everybodys = this.byProject.get(null) ?? [];
    const own = this.byProject.get(projectId);
    const [first] = own ?? [];
    if (!own || !first) return everybodys;
    return [...everybodys.filter(({ fromUs }) => fromUs < first.fromUs), ...own];
  }
}
