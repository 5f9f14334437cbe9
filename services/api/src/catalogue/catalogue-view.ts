import { FRAMEWORKS, HARDWARE } from '@tidegate/frameworks';
import { z } from 'zod';

export const HardwareView = z.object({
  id: z.string(),
  title: z.string(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int(),
  /** Of one GPU. */
  gpuMemoryMib: z.int(),
  vcpuMillis: z.int(),
  memoryMib: z.int(),
});

export const FrameworkView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Its answers are made up. */
  simulated: z.boolean(),
  gpus: z.enum(['none', 'optional', 'required']),
  /** Each with its type, default, bounds and help. */
  engineArguments: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'number', 'integer', 'switch', 'select']),
      default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
      group: z.string(),
      help: z.string(),
      min: z.number().optional(),
      max: z.number().optional(),
      maxLength: z.int().optional(),
      choices: z.array(z.string()).optional(),
    }),
  ),
});

export const hardwareViews = HARDWARE.map((hardware) => HardwareView.parse(hardware));
export const frameworkViews = FRAMEWORKS.map((framework) => FrameworkView.parse(framework));
