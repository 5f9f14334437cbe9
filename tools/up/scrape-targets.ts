import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICES } from './service-environment.ts';

/** Where a service has more to tell than the numbers of its own process. */
const PAGES: Readonly<Record<string, readonly string[]>> = { metrics: ['/metrics/endpoints'] };

type Target = Readonly<{ targets: readonly string[]; labels: Readonly<Record<string, string>> }>;

/** What a Prometheus on this machine scrapes, in the form of its `file_sd_configs`. */
export const scrapeTargets = (ports: Partial<Readonly<Record<string, number>>>): Target[] =>
  SERVICES.flatMap((service) => {
    if (ports[service] === undefined) return [];
    const targets = [`127.0.0.1:${String(ports[service])}`];
    const pages = (PAGES[service] ?? []).map((page) => ({
      targets,
      labels: { service, __metrics_path__: page },
    }));
    return [{ targets, labels: { service } }, ...pages];
  });

/** Written anew at each start, at once as a whole: ports change, and a Prometheus that runs reads it again. */
export const writeTargets = async (home: string, ports: Readonly<Record<string, number>>): Promise<void> => {
  const folder = join(home, 'prometheus');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'targets.json');
  await writeFile(`${path}.new`, `${JSON.stringify(scrapeTargets(ports), null, 2)}\n`);
  await rename(`${path}.new`, path);
};
