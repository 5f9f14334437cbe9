import type { ReplicaView, StopCause } from '@tidegate/contracts';

export type Told = Readonly<{
  state: ReplicaView['state'];
  stopCause: StopCause | null;
  /** It falls asleep instead of stopping. */
  sleeps: boolean;
  /** How often it was told to wake. */
  wakes: number;
  waitReason: string | null;
  nodeId: string | null;
}>;

const CAUSES: Readonly<Record<StopCause, string>> = {
  scaled_down: 'fewer replicas were needed',
  endpoint_stopped: 'its endpoint was stopped',
  endpoint_deleted: 'its endpoint was deleted',
  endpoint_failed: 'its endpoint failed',
  replaced: 'another template of its endpoint took its place',
  rollout_aborted: 'the rollout of its template was aborted',
  preempted: 'a replica of higher priority took its place',
  node_drained: 'its node was drained',
  evicted: 'its node took its room back',
  exited: 'its process ended by itself',
  bad_arguments: 'its engine refused its arguments',
  out_of_gpu_memory: 'its GPU memory was exhausted',
  out_of_memory: 'its memory was exhausted',
  model_not_found: 'its model was not found on the node',
  gated_model: 'its model may not be fetched with the given access token',
  image_pull_failed: 'its image could not be fetched',
  port_never_opened: 'it did not open its port in time',
  health_never_ok: 'its health check was not ok in time',
  health_lost: 'its health check failed',
  launch_failed: 'its process could not be launched',
  node_lost: 'its node stopped reporting',
  node_restarted: 'its node was restarted',
  agent_stopped: 'the agent of its node was stopped',
  orphaned: 'nobody wanted it any more',
};

const waitsFor = ({ waitReason }: Told): string => waitReason ?? 'Waits to be placed.';

const placedOn = ({ nodeId }: Told): string =>
  `Placed on ${nodeId ?? 'a node'}, which has not started it yet.`;

const beginsIn = ({ wakes }: Told): string =>
  `${wakes > 0 ? 'Wakes' : 'Started'}; its health check is not ok yet.`;

const drainsIn = ({ sleeps }: Told, cause: string): string =>
  sleeps ? 'Finishes its last requests, and then falls asleep.' : `Finishes its last requests: ${cause}.`;

/** Why a replica is where it is, in one sentence. */
export const reasonOf = (told: Told): string => {
  const { state, stopCause } = told;
  const cause = CAUSES[stopCause ?? 'orphaned'];
  switch (state) {
    case 'pending':
      return waitsFor(told);
    case 'placed':
      return placedOn(told);
    case 'starting':
      return beginsIn(told);
    case 'ready':
      return 'Takes requests.';
    case 'draining':
      return drainsIn(told, cause);
    case 'asleep':
      return 'Sleeps: it keeps its place, and wakes with the next request.';
    case 'stopped':
      return `Stopped: ${cause}.`;
  }
};
