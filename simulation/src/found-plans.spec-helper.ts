import type { EndpointPlan, Plan } from './plan.ts';

const endpoint = (change: Partial<EndpointPlan>): EndpointPlan => ({
  atSeconds: 0,
  hardware: {
    id: 'cpu-1x',
    gpuModel: null,
    gpuCount: 0,
    gpuThousandths: 1000,
    vcpuMillis: 2000,
    memoryMib: 4096,
  },
  ...{ minReplicas: 0, maxReplicas: 1, priority: 10, gang: false, isWarm: false, idleTimeoutSeconds: 60 },
  ...{ load: [], crashes: 0 },
  ...change,
});
const machines: Plan['machines'] = [{ gpus: 0, vcpus: 8, memoryGib: 64 }];

/** Plans that broke a promise once, shrunk, by what they showed. */
export const FOUND: [string, Plan][] = [
  [
    'a process ends while nobody hears its machine, which tells of that after it was given up',
    {
      ...{ seed: -864224802, seconds: 3600, machines, slowestMs: 1500 },
      endpoints: [
        endpoint({
          hardware: {
            ...{ id: 'h100-2x', gpuModel: 'H100', gpuCount: 2, gpuThousandths: 1000 },
            ...{ vcpuMillis: 4000, memoryMib: 32_768 },
          },
          ...{ minReplicas: 2, maxReplicas: 2 },
        }),
        endpoint({ atSeconds: 1, crashes: 0.2 }),
      ],
      trouble: [{ atSeconds: 10, kind: 'cut', machine: 0, seconds: 23 }],
    },
  ],
  [
    'a machine that has booted again runs something before all have heard of its boot',
    {
      ...{ seed: 0, seconds: 3600, machines, slowestMs: 2 },
      endpoints: [endpoint({}), endpoint({ maxReplicas: 3, load: [{ fromSeconds: 0, requests: 17 }] })],
      trouble: [{ atSeconds: 0, kind: 'reboot', machine: 0, seconds: 1 }],
    },
  ],
  [
    'a machine that has booted again asks twice before all have heard of its boot',
    {
      seed: -6,
      seconds: 3600,
      machines: [
        { gpus: 3, vcpus: 8, memoryGib: 64 },
        { gpus: 1, vcpus: 8, memoryGib: 256 },
      ],
      endpoints: [
        {
          atSeconds: 30,
          hardware: {
            id: 'h100-1x',
            gpuModel: 'H100',
            gpuCount: 1,
            gpuThousandths: 1000,
            vcpuMillis: 2000,
            memoryMib: 16384,
          },
          minReplicas: 0,
          maxReplicas: 5,
          priority: 90,
          gang: false,
          isWarm: false,
          idleTimeoutSeconds: 60,
          load: [
            { fromSeconds: 406, requests: 27 },
            { fromSeconds: 1697, requests: 12 },
          ],
          crashes: 0,
        },
        {
          atSeconds: 13,
          hardware: {
            id: 'cpu-1x',
            gpuModel: null,
            gpuCount: 0,
            gpuThousandths: 1000,
            vcpuMillis: 2000,
            memoryMib: 4096,
          },
          minReplicas: 0,
          maxReplicas: 4,
          priority: 50,
          gang: true,
          isWarm: true,
          idleTimeoutSeconds: 60,
          load: [
            { fromSeconds: 577, requests: 0 },
            { fromSeconds: 781, requests: 20 },
            { fromSeconds: 1334, requests: 10 },
          ],
          crashes: 0,
        },
      ],
      trouble: [{ atSeconds: 1240, kind: 'reboot', machine: 1, seconds: 4 }],
      slowestMs: 2,
    },
  ],
];
