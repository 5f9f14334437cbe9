import type { EndpointSpec, FieldProblem } from '@tidegate/contracts';
import type { SizingView } from '../sizing/sizing-view.ts';
import type { Kept } from './endpoint-wish.ts';

/** What is known about the platform and the project when a wish is judged. */
export type Facts = Readonly<{
  /** What the endpoint is now; null for a new one. */
  base: EndpointSpec | null;
  /** What stays sealed of it. */
  kept: Kept;
  /** An ISO time. */
  at: string;
  /** What the project may have of what others of its endpoints leave. */
  quota: Readonly<{ maxReplicas: number; gpusLeft: number; gpusInAll: number; priority: number }>;
  /** Ids of the project’s security groups. */
  securityGroups: ReadonlySet<string>;
  /** Why results of asynchronous requests cannot be stored where they shall go; null: nothing is known to be against it. */
  resultTargetProblem: string | null;
  /** What sizing says; null: it was not asked. */
  sizing: SizingView | null;
}>;

/** What it has already it keeps, whatever the quota has become. */
export const mostPriority = ({ base, quota }: Pick<Facts, 'base' | 'quota'>): number =>
  Math.max(quota.priority, base?.placement.priority ?? 0);

export const problem = (pointer: string, message: string): FieldProblem => ({ pointer, message });
export const problemIf = (isWrong: boolean, pointer: string, message: string): FieldProblem[] =>
  isWrong ? [{ pointer, message }] : [];
