import fc from 'fast-check';
import type { EndpointPlan, MachinePlan, Plan, Trouble } from './plan.ts';

const machine: fc.Arbitrary<MachinePlan> = fc.record({
  gpus: fc.integer({ min: 0, max: 4 }),
  vcpus: fc.constantFrom(8, 32),
  memoryGib: fc.constantFrom(64, 256),
});

const hardware = fc.constantFrom(
  { id: 'cpu-1x', gpuModel: null, gpuCount: 0, gpuThousandths: 1000, vcpuMillis: 2000, memoryMib: 4096 },
  { id: 'h100-half', gpuModel: 'H100', gpuCount: 1, gpuThousandths: 500, vcpuMillis: 1000, memoryMib: 8192 },
  { id: 'h100-1x', gpuModel: 'H100', gpuCount: 1, gpuThousandths: 1000, vcpuMillis: 2000, memoryMib: 16_384 },
  { id: 'h100-2x', gpuModel: 'H100', gpuCount: 2, gpuThousandths: 1000, vcpuMillis: 4000, memoryMib: 32_768 },
  {
    id: 'h100-1x-spot',
    gpuModel: 'H100',
    gpuCount: 1,
    gpuThousandths: 1000,
    vcpuMillis: 2000,
    memoryMib: 16_384,
    spot: true,
  },
);

const seconds = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });

const endpoint = (most: number): fc.Arbitrary<EndpointPlan> =>
  fc
    .record({
      atSeconds: seconds(60),
      hardware,
      minReplicas: fc.integer({ min: 0, max: 2 }),
      maxReplicas: fc.integer({ min: 1, max: 5 }),
      priority: fc.constantFrom(10, 50, 90),
      gang: fc.boolean(),
      isWarm: fc.boolean(),
      idleTimeoutSeconds: fc.constantFrom(60, 300),
      load: fc.array(fc.record({ fromSeconds: seconds(most), requests: fc.integer({ min: 0, max: 40 }) }), {
        maxLength: 4,
      }),
      crashes: fc.constantFrom(0, 0, 0, 0.2),
    })
    .map((plan) => ({
      ...plan,
      maxReplicas: Math.max(plan.minReplicas, plan.maxReplicas),
      load: plan.load.toSorted((a, b) => a.fromSeconds - b.fromSeconds),
    }));

const lasts = fc.integer({ min: 1, max: 90 });
const number = fc.integer({ min: 0, max: 5 });

const trouble = (most: number): fc.Arbitrary<Trouble> => {
  const atSeconds = seconds(most);
  return fc.oneof(
    fc.record({
      atSeconds,
      kind: fc.constantFrom('kill' as const, 'pause' as const),
      process: fc.constantFrom('scheduler-1' as const, 'scheduler-2' as const, 'scaler' as const),
      seconds: lasts,
    }),
    fc.record({
      atSeconds,
      kind: fc.constantFrom('cut' as const, 'reboot' as const, 'agent-dies' as const),
      machine: number,
      seconds: lasts,
    }),
    fc.record({
      atSeconds,
      kind: fc.constantFrom('drain' as const, 'cordon' as const, 'uncordon' as const),
      machine: number,
    }),
    fc.record({
      atSeconds,
      kind: fc.constantFrom('update' as const, 'stop' as const, 'start' as const, 'delete' as const),
      endpoint: number,
    }),
  );
};

/** Lives of some virtual time, with whatever may befall. */
export const plans = (most: number): fc.Arbitrary<Plan> =>
  fc.record({
    seed: fc.integer(),
    seconds: fc.constant(most),
    machines: fc.array(machine, { minLength: 1, maxLength: 4 }),
    endpoints: fc.array(endpoint(most), { minLength: 1, maxLength: 4 }),
    trouble: fc.array(trouble(most), { maxLength: 8 }),
    slowestMs: fc.constantFrom(2, 50, 1500),
  });
