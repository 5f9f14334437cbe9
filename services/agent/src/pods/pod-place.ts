import type { Place } from '../drivers/launch.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { PORTS } from './pod-manifest.ts';

type Port = Readonly<{ containerPort: number; hostPort?: number }>;

const portOf = ({ spec }: Pod, name: string): Port | undefined =>
  spec?.containers?.[0]?.ports?.find((port) => port.name === name);

const reached = ({ containerPort, hostPort }: Port): number => hostPort ?? containerPort;

/**
 * Where a pod is reached: at the ports of its node that it was given, else at its own address, on the very ports that it was
 * told. Null: it has no address.
 */
export const placeOf = (pod: Pod): Place | null => {
  const engine = portOf(pod, PORTS.engine);
  if (!engine) return null;
  const host = engine.hostPort === undefined ? pod.status?.podIP : pod.status?.hostIP;
  if (host === undefined) return null;
  const metrics = portOf(pod, PORTS.metrics);
  return { host, port: reached(engine), metricsPort: metrics ? reached(metrics) : null };
};
