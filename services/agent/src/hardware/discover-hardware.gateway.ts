import { Logger } from '@nestjs/common';
import type { Gpu, NodeCapacity } from '@tidegate/contracts';
import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, platform, totalmem, uptime } from 'node:os';
import { promisify } from 'node:util';
import { bootIdOf } from './boot-id.ts';
import { groupLimits } from './group-limits.gateway.ts';
import { installedGpus } from './installed-gpus.ts';
import { simulatedMachine } from './simulated-gpus.ts';

export type Discovered = Readonly<{
  capacity: NodeCapacity;
  bootId: string;
  hostname: string;
  labels: Record<string, string>;
}>;

const MIB = 1024 ** 2;
const NVIDIA_SMI = ['--query-gpu=index,name,memory.total', '--format=csv,noheader,nounits'];
/** The first call wakes the driver, which takes seconds on a machine with many GPUs. */
const NVIDIA_SMI_LIMIT_MS = 30_000;

/**
 * What this machine has to offer. Simulated GPUs stand in place of installed ones, so that no index means two things;
 * such a node carries the label `tidegate.simulated=true`, and its CPU and memory are those of the machine plus those
 * of the machine that the simulated GPUs would sit in.
 * @param given.simulateGpus text like `8xH100,2xL4`; empty or left out for none
 * @param given.directory whose disk counts
 * @param given.nvidiaSmi the program that knows the GPUs
 * @throws Error when `simulateGpus` cannot be read
 */
export const discoverHardware = async (
  given: Readonly<{
    simulateGpus?: string | undefined;
    directory?: string | undefined;
    nvidiaSmi?: string | undefined;
  }>,
): Promise<Discovered> => {
  const simulated = simulatedMachine(given.simulateGpus ?? '');
  const isSimulated = simulated.gpus.length > 0;
  const [limits, diskMib, gpus, bootId] = await Promise.all([
    groupLimits(),
    diskMibOf(given.directory ?? process.cwd()),
    isSimulated ? simulated.gpus : gpusOfMachine(given.nvidiaSmi ?? 'nvidia-smi'),
    bootIdOfMachine(),
  ]);
  const vcpuMillis = Math.min(
    cpus().length * 1000 || Infinity,
    availableParallelism() * 1000,
    limits.vcpuMillis ?? Infinity,
  );
  const memoryMib = Math.floor(Math.min(totalmem(), limits.memoryBytes ?? Infinity) / MIB);
  return {
    capacity: {
      vcpuMillis: vcpuMillis + simulated.vcpuMillis,
      memoryMib: memoryMib + simulated.memoryMib,
      diskMib,
      gpus,
    },
    bootId,
    hostname: hostname(),
    labels: {
      'tidegate.os': platform(),
      'tidegate.architecture': arch(),
      ...(isSimulated && { 'tidegate.simulated': 'true' }),
    },
  };
};

/** The whole disk and not what is free of it, which is another number each time that it is asked. */
const diskMibOf = async (directory: string): Promise<number> => {
  const { blocks, bsize } = await statfs(directory);
  return Math.floor((blocks * bsize) / MIB);
};

const gpusOfMachine = async (program: string): Promise<Gpu[]> => {
  try {
    const { stdout } = await promisify(execFile)(program, NVIDIA_SMI, { timeout: NVIDIA_SMI_LIMIT_MS });
    return installedGpus(stdout);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT')
      new Logger('discover-hardware').warn(
        { event: 'hardware.gpus_unknown', error: message },
        'nvidia-smi fails: this node offers no GPU',
      );
    return [];
  }
};

const bootIdOfMachine = async (): Promise<string> => {
  const onMac = platform() === 'darwin';
  return bootIdOf({
    kernelId: await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null),
    bootTime: onMac
      ? await promisify(execFile)('sysctl', ['-n', 'kern.boottime']).then(
          ({ stdout }) => stdout,
          () => null,
        )
      : null,
    nowMs: Date.now(),
    uptimeSeconds: uptime(),
  });
};
