import type { StopCause } from '@tidegate/contracts';

export type Told = Readonly<{
  state: 'pending' | 'placed' | 'starting' | 'ready' | 'draining' | 'stopped';
  stopCause: StopCause | null;
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

/** Why a replica is where it is, in one sentence. */
export const reasonOf = ({ state, stopCause, waitReason, nodeId }: Told): string => {
  const cause = CAUSES[stopCause ?? 'orphaned'];
  switch (state) {
    case 'pending':
      return waitReason ?? 'Waits to be placed.';
    case 'placed':
      return `Placed on ${nodeId ?? 'a node'}, which has not started it yet.`;
    case 'starting':
      return 'Started; its health check is not ok yet.';
    case 'ready':
      return 'Takes requests.';
    case 'draining':
      return `Finishes its last requests: ${cause}.`;
    case 'stopped':
      return `Stopped: ${cause}.`;
  }
};
