import {
  type EndpointSpec,
  EndpointId,
  ScalingSpec,
  type SimulateAnswer,
  SimulateAnswer as Answer,
  SimulatedPolicy,
} from '@tidegate/contracts';
import { z } from 'zod';

/** How a policy would have done on recorded traffic, and what it would have cost. */
export const PolicyView = SimulatedPolicy.extend({
  /** The whole of it: the endpoint’s own with what was to differ. */
  scaling: ScalingSpec,
  /** Of whole GPUs held; 0 on hardware that has none. */
  gpuSeconds: z.number(),
  /** Billionths of a dollar, at the present price; null: it is not known. */
  costNanoUsd: z.string().nullable(),
});

export const SimulationView = z.object({
  endpointId: EndpointId,
  ...Answer.omit({ policies: true }).shape,
  hardwareId: z.string(),
  /** Of one replica, at present. */
  priceNanoUsdPerHour: z.string().nullable(),
  policies: z.array(PolicyView),
});
export type SimulationView = z.infer<typeof SimulationView>;

type Money = Readonly<{ hardware: EndpointSpec['hardware']; priceNanoUsdPerHour: string | null }>;

export const simulationViewOf = (
  endpointId: string,
  answer: SimulateAnswer,
  scalings: readonly ScalingSpec[],
  { hardware, priceNanoUsdPerHour }: Money,
): SimulationView => {
  const { policies, notes, ...rest } = answer;
  return {
    endpointId,
    ...rest,
    hardwareId: hardware.id,
    priceNanoUsdPerHour,
    notes: [...notes, priceNote(priceNanoUsdPerHour)],
    policies: policies.flatMap((policy, n) => {
      const scaling = scalings[n];
      if (!scaling) return [];
      const { replicaSeconds } = policy;
      const gpuSeconds = (replicaSeconds * hardware.gpuCount * hardware.gpuThousandths) / 1000;
      return [{ ...policy, scaling, gpuSeconds, costNanoUsd: costOf(replicaSeconds, priceNanoUsdPerHour) }];
    }),
  };
};

const priceNote = (price: string | null): string =>
  price === null
    ? 'The price of the hardware is not known now, so nothing is said of costs.'
    : 'Hardware costs what it costs now, from the request for a replica to its end; a start that fails is billed to nobody, and none fails here.';

const MICRO = 1_000_000n;
const HOUR_SECONDS = 3600n;

/** To the microsecond held, as bills are. */
export const costOf = (replicaSeconds: number, priceNanoUsdPerHour: string | null): string | null =>
  priceNanoUsdPerHour === null
    ? null
    : (
        (BigInt(Math.round(replicaSeconds * 1e6)) * BigInt(priceNanoUsdPerHour)) /
        (HOUR_SECONDS * MICRO)
      ).toString();
