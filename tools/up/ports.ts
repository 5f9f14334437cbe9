import { freePort, isPortFree } from '@tidegate/backing-services';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const read = async (path: string): Promise<Record<string, unknown>> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/**
 * A port of 127.0.0.1 for each name, the same as at the last start where it is still free, and written to
 * `ports.json` in the run folder.
 */
export const choosePorts = async <Name extends string>(
  runFolder: string,
  names: readonly Name[],
): Promise<Record<Name, number>> => {
  const path = join(runFolder, 'ports.json');
  const before = await read(path);
  const taken = new Set<number>();
  const ports = {} as Record<Name, number>;
  for (const name of names) {
    const last = before[name];
    const again = typeof last === 'number' && !taken.has(last) && (await isPortFree(last));
    ports[name] = again ? last : await freePort(taken);
    taken.add(ports[name]);
  }
  await writeFile(path, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
};
