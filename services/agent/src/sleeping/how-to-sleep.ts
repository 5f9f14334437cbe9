import type { DesiredReplica, NodeDriver } from '@tidegate/contracts';
import { frameworkOf, sleepOf } from '@tidegate/frameworks';
import { z } from 'zod';

/** `frozen`: its processes stand still. `unloaded`: its engine is asked, under these paths of its own port, to free its GPUs. */
export const HowToSleep = z.discriminatedUnion('how', [
  z.object({ how: z.literal('frozen') }),
  z.object({
    how: z.literal('unloaded'),
    sleepPath: z.string(),
    wakePath: z.string(),
    /** Answers `{"is_sleeping": true}` while it sleeps. */
    asleepPath: z.string(),
  }),
]);
export type HowToSleep = Readonly<z.infer<typeof HowToSleep>>;

/** The weights stay in the machine's memory: to fetch them again would be no sooner than a start. */
const LEVEL = '1';

/** Null: it cannot, or nobody will ask it to. */
export const howToSleep = (
  {
    framework: id,
    image,
    sleepMode = 'cold',
  }: Pick<DesiredReplica, 'framework' | 'image'> & Pick<Partial<DesiredReplica>, 'sleepMode'>,
  driver: NodeDriver,
): HowToSleep | null => {
  const framework = frameworkOf(id);
  if (sleepMode === 'cold' || framework === null) return null;
  const how = sleepOf(framework, driver, { ownCommand: (image?.command ?? null) !== null });
  if (how === null || how === 'frozen') return how && { how };
  if (framework.warmSleep === null) return null;
  const { sleep, wake, asleep } = framework.warmSleep;
  const sleepPath = `${sleep.path}?${new URLSearchParams([[sleep.levelParameter, LEVEL]]).toString()}`;
  return { how, sleepPath, wakePath: wake.path, asleepPath: asleep.path };
};
