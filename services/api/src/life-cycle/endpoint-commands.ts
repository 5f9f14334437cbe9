import type { EndpointSpec, Reason } from '@tidegate/contracts';
import type { ReplicaFacts } from './replica-facts.ts';

type Command<Type extends string, Fields = object> = Readonly<
  { type: Type; endpointId: string; projectId: string } & Fields
>;

/** Times are ISO strings of the moment of the command. */
export type RequestEndpoint = Command<'RequestEndpoint', { spec: EndpointSpec }>;
/** What became of the preparation of a revision; of an older one than the present it says nothing. */
export type FinishBuild = Command<'FinishBuild', { revision: number; failure: Reason | null }>;
export type UpdateEndpoint = Command<
  'UpdateEndpoint',
  {
    spec: EndpointSpec;
    cause: 'update' | 'rollback';
    /** Null: the new template replaces the old one. */
    canaryPercent: number | null;
    /** What the caller has seen; null: whatever it is. */
    expectedRevision: number | null;
    /** With it, a reservation that is over can be given up. */
    at?: string;
  }
>;
export type RestartEndpoint = Command<'RestartEndpoint', { at: string }>;
export type StopEndpoint = Command<'StopEndpoint', { at: string }>;
export type StartEndpoint = Command<'StartEndpoint'>;
export type DisableEndpoint = Command<'DisableEndpoint', { by: 'owner' | 'operator'; at: string }>;
export type EnableEndpoint = Command<'EnableEndpoint', { by: 'owner' | 'operator' }>;
/** `confirm` is the endpoint’s name, typed by whoever deletes it. */
export type DeleteEndpoint = Command<'DeleteEndpoint', { confirm: string; at: string }>;
export type ShiftRollout = Command<'ShiftRollout', { percent: number }>;
export type PromoteRollout = Command<'PromoteRollout'>;
/** `reason` null: its owner wants it. `to`: only while this template is the one that is rolled out. */
export type AbortRollout = Command<'AbortRollout', { reason: Reason | null; to?: number }>;
export type ObserveReplicas = Command<'ObserveReplicas', { facts: ReplicaFacts }>;
export type VerifyDomain = Command<'VerifyDomain', { domain: string }>;
export type ReleaseDomain = Command<'ReleaseDomain', { domain: string }>;

export type EndpointCommand =
  | RequestEndpoint
  | FinishBuild
  | UpdateEndpoint
  | RestartEndpoint
  | StopEndpoint
  | StartEndpoint
  | DisableEndpoint
  | EnableEndpoint
  | DeleteEndpoint
  | ShiftRollout
  | PromoteRollout
  | AbortRollout
  | ObserveReplicas
  | VerifyDomain
  | ReleaseDomain;
