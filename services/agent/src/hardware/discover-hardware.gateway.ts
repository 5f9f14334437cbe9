import { Logger } from '@nestjs/common';
import type { NodeCapacity } from '@tidegate/contracts';
import { statfs } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, platform, totalmem } from 'node:os';
import { bootIdOfMachine } from './boot-of-machine.gateway.ts';
import { diskForSaleMib } from './disk-for-sale.ts';
import { type InstalledGpus, NO_GPUS, rememberedGpus } from './installed-gpus.store.ts';
import { groupLimits } from './group-limits.gateway.ts';
import { MachineMemory } from './machine-memory.store.ts';
import { NVIDIA_SMI, lookForGpus } from './nvidia-smi.gateway.ts';
import { simulatedMachine } from './simulated-gpus.ts';

export type Discovered = Readonly<{
  capacity: NodeCapacity;
  /** How container runtimes and programs are told of a GPU, by its index; none of simulated ones. */
  gpuDevices: ReadonlyMap<number, string>;
  bootId: string;
  hostname: string;
  labels: Record<string, string>;
}>;

type Given = Readonly<{
  /** Text like `8xH100,2xL4`; empty or left out for none. */
  simulateGpus?: string | undefined;
  /** Whose disk counts. */
  directory?: string | undefined;
  /** The program that knows the GPUs. */
  nvidiaSmi?: string | undefined;
  nvidiaSmiLimitMs?: number | undefined;
  /** Left out: nothing is known of before, and nothing kept. */
  memory?: MachineMemory | undefined;
}>;

const MIB = 1024 ** 2;

/**
 * What this machine has to offer. Simulated GPUs stand in place of installed ones, so that no index means two things;
 * such a node carries the label `tidegate.simulated=true`, and its CPU and memory are those of the machine plus those
 * of the machine that the simulated GPUs would sit in.
 * @throws Error when `simulateGpus` cannot be read, or the folder is none
 */
export const discoverHardware = async (given: Given): Promise<Discovered> => {
  const simulated = simulatedMachine(given.simulateGpus ?? '');
  const isSimulated = simulated.gpus.length > 0;
  const memory = given.memory ?? new MachineMemory(null, await bootIdOfMachine());
  const [limits, diskMib, installed] = await Promise.all([
    groupLimits(),
    diskMibOf(given.directory ?? process.cwd(), memory),
    isSimulated ? NO_GPUS : gpusOfMachine(given, memory),
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
      gpus: isSimulated ? simulated.gpus : installed.gpus,
    },
    gpuDevices: installed.devices,
    bootId: memory.bootId,
    hostname: hostname(),
    labels: {
      'tidegate.os': platform(),
      'tidegate.architecture': arch(),
      ...(isSimulated && { 'tidegate.simulated': 'true' }),
    },
  };
};

/** What is free is another number each time: it is asked once in a boot, and again when the disk has another size. */
const diskMibOf = async (directory: string, memory: MachineMemory): Promise<number> => {
  const { blocks, bavail, bsize } = await statfs(directory);
  const totalMib = Math.floor((blocks * bsize) / MIB);
  const now = { totalMib, freeMib: Math.floor((bavail * bsize) / MIB) };
  const disk = memory.disk?.totalMib === totalMib ? memory.disk : now;
  memory.keep({ disk });
  return diskForSaleMib(disk);
};

const gpusOfMachine = async (given: Given, memory: MachineMemory): Promise<InstalledGpus> => {
  const look = await lookForGpus(given.nvidiaSmi ?? NVIDIA_SMI, given.nvidiaSmiLimitMs);
  if (look.kind === 'failed')
    new Logger('discover-hardware').warn(
      { event: 'hardware.gpus_unknown', error: look.error },
      'nvidia-smi fails: this node offers no GPU until it answers',
    );
  return look.kind === 'seen' ? rememberedGpus(look.printed, memory) : NO_GPUS;
};
