import { Inject, Injectable } from '@nestjs/common';
import type { DesiredReplica, StopCause } from '@tidegate/contracts';
import { type Framework, canLaunch, frameworkOf, renderProcessLaunch } from '@tidegate/frameworks';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DriverLaunch } from '../drivers/replica.driver.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { freePort } from './free-port.gateway.ts';
import { firstGguf, modelFolder } from './model-file.ts';

/** A replica cannot be launched on this node, for a reason that its owner can understand. */
export class NotLaunchable extends Error {
  override readonly name = 'NotLaunchable';

  constructor(
    readonly stopCause: StopCause,
    sentence: string,
  ) {
    super(sentence);
  }
}

export type PlannedLaunch = Readonly<{
  launch: DriverLaunch;
  host: string;
  port: number;
  healthPath: string;
  metricsPath: string | null;
}>;

const programOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Finds what a replica needs on this machine and renders its command line. */
@Injectable()
export class PlanLaunch {
  readonly #engines = {
    double: programOf('@tidegate/engine-double/main'),
    llamacpp: programOf('@tidegate/engine-llamacpp/main'),
  };

  constructor(@Inject(SETTINGS) private readonly settings: AgentSettings) {}

  /**
   * @param takenPorts of other replicas of this node
   * @throws NotLaunchable
   */
  async plan(desired: DesiredReplica, takenPorts: ReadonlySet<number>): Promise<PlannedLaunch> {
    const framework = processFramework(desired.framework);
    const { address: host, environment } = this.settings;
    const [modelPath, port] = await Promise.all([
      framework.modelForm === 'gguf-file' ? this.#modelFile(desired.model) : null,
      freePort(host, takenPorts).catch(notLaunched),
    ]);
    const options = {
      ...desired,
      modelPath,
      host,
      port,
      engines: this.#engines,
      nodeBinary: process.execPath,
    };
    const { command, args, env, healthPath, metricsPath } = rendered(framework, options);
    const launch = { replicaId: desired.replicaId, command, args, env: { ...environment, ...env } };
    return { launch, host, port, healthPath, metricsPath };
  }

  async #modelFile(model: string): Promise<string> {
    const { modelsFolder } = this.settings;
    const parts = modelFolder(model);
    if (!parts)
      throw new NotLaunchable('model_not_found', `${model} is not a model id of the form owner/name`);
    if (modelsFolder === null)
      throw new NotLaunchable('model_not_found', `this node keeps no model files, so ${model} is not here`);
    const folder = join(modelsFolder, ...parts);
    const file = firstGguf(await readdir(folder).catch(() => []));
    if (file !== undefined) return join(folder, file);
    throw new NotLaunchable('model_not_found', `${model} has no .gguf file in this node's models folder`);
  }
}

const processFramework = (id: string): Framework => {
  const framework = frameworkOf(id);
  if (framework && canLaunch(framework, 'process')) return framework;
  throw new NotLaunchable('launch_failed', `this node cannot run the framework ${id} as a process`);
};

const notLaunched = (error: unknown): never => {
  throw new NotLaunchable('launch_failed', error instanceof Error ? error.message : String(error));
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
