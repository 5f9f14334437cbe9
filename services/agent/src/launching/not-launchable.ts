import type { StopCause } from '@tidegate/contracts';

/** A replica cannot be launched on this node, for a reason that its owner can understand. */
export class NotLaunchable extends Error {
  override readonly name = 'NotLaunchable';
  readonly stopCause: StopCause;

  constructor(stopCause: StopCause, sentence: string) {
    super(sentence);
    this.stopCause = stopCause;
  }
}

/** For what a launch is made of: what is wrong with that is no failure of the agent. */
export const notLaunched = (error: unknown): never => {
  throw new NotLaunchable('launch_failed', error instanceof Error ? error.message : String(error));
};
