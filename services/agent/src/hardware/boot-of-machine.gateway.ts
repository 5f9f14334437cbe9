import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { platform, uptime } from 'node:os';
import { promisify } from 'node:util';
import { bootIdOf } from './boot-id.ts';

/** See bootIdOf. */
export const bootIdOfMachine = async (): Promise<string> => {
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
