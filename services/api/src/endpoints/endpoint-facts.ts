import type { Condition, EndpointSpec, EndpointState, Reason } from '@tidegate/contracts';

/** A condition that is active, and since when. */
export type ActiveCondition = Reason & Readonly<{ condition: Condition; since: string }>;

/** What is known about an endpoint: from the read model, from its own events, or as of an earlier moment. */
export type EndpointFacts = Readonly<{
  id: string;
  projectId: string;
  state: EndpointState;
  reason: Reason;
  /** In the order of CONDITIONS. */
  conditions: readonly ActiveCondition[];
  disabledBy: 'owner' | 'operator' | null;
  revision: number;
  /** The newest template: what is rolled out while a rollout is open, else what serves. */
  templateRevision: number;
  rollout: Readonly<{ from: number; to: number; percent: number; startedAt: string }> | null;
  spec: EndpointSpec;
  /** By name: when the value that is in force was set. */
  secretsSetAt: Readonly<Record<string, string>>;
  desired: number;
  ready: number;
  /** Ready replicas by template. */
  readyByTemplate: Readonly<Record<string, number>>;
  /** Null until a replica ran. */
  simulated: boolean | null;
  createdAt: Date;
  updatedAt: Date;
}>;
