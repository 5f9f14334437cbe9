import type { DesiredReplica } from '@tidegate/contracts';
import { type Framework, canLaunch, frameworkOf, renderProcessLaunch } from '@tidegate/frameworks';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessLaunch } from '../drivers/launch.ts';
import type { AgentSettings } from '../settings.ts';
import { findModel, ggufOf } from './find-model.gateway.ts';
import { freePort } from './free-port.gateway.ts';
import { NotLaunchable, notLaunched } from './not-launchable.ts';
import { type Opened, PlanLaunch, type PlannedLaunch } from './plan-launch.ts';

const programOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Renders the command line of a process. */
export class PlanProcess extends PlanLaunch {
  readonly #engines = {
    double: programOf('@tidegate/engine-double/main'),
    llamacpp: programOf('@tidegate/engine-llamacpp/main'),
  };

  constructor(private readonly settings: Pick<AgentSettings, 'address' | 'environment' | 'modelsFolder'>) {
    super();
  }

  override async plan(
    desired: DesiredReplica,
    opened: Opened,
    takenPorts: ReadonlySet<number>,
  ): Promise<PlannedLaunch & { launch: ProcessLaunch }> {
    if (desired.image !== null) throw new NotLaunchable('launch_failed', 'this node runs no images');
    const framework = processFramework(desired.framework);
    const { address: host, environment } = this.settings;
    const [modelPath, port] = await Promise.all([
      framework.modelForm === 'gguf-file' ? this.#modelFile(desired) : null,
      freePort(host, takenPorts).catch(notLaunched),
    ]);
    const options = {
      ...desired,
      environment: { ...desired.environment, ...opened.environment },
      modelPath,
      host,
      port,
      engines: this.#engines,
      nodeBinary: process.execPath,
    };
    const { command, args, env, metricsPath, ...own } = rendered(framework, options);
    const healthPath = desired.healthPath ?? own.healthPath;
    const launch = { replicaId: desired.replicaId, command, args, env: { ...environment, ...env } };
    return { launch, place: { host, port, metricsPort: null }, healthPath, metricsPath };
  }

  async #modelFile(desired: DesiredReplica): Promise<string> {
    const found = await findModel(desired.model, this.settings.modelsFolder);
    return join(found.folder, ggufOf(found, desired));
  }
}

const processFramework = (id: string): Framework => {
  const framework = frameworkOf(id);
  if (framework && canLaunch(framework, 'process')) return framework;
  throw new NotLaunchable('launch_failed', `this node cannot run the framework ${id} as a process`);
};

const rendered = (
  ...given: Parameters<typeof renderProcessLaunch>
): ReturnType<typeof renderProcessLaunch> => {
  try {
    return renderProcessLaunch(...given);
  } catch (error) {
    return notLaunched(error);
  }
};
