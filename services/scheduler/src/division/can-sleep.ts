import type { EndpointSpec, NodeDriver } from '@tidegate/contracts';
import { frameworkOf, sleepOf } from '@tidegate/frameworks';

export type SleepNeeds = Readonly<{
  framework: string;
  sleepMode: EndpointSpec['sleepMode'];
  /** Its user starts something else than the framework would. */
  ownCommand: boolean;
}>;

/** Whether a replica of this template can fall asleep where this driver runs it. */
export const canSleep = (
  { framework: id, sleepMode, ownCommand }: SleepNeeds,
  driver: NodeDriver | null,
): boolean => {
  const framework = frameworkOf(id);
  return (
    sleepMode === 'warm' &&
    driver !== null &&
    framework !== null &&
    sleepOf(framework, driver, { ownCommand }) !== null
  );
};
