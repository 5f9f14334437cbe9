import type { ArgumentValues } from './argument.ts';
import { canLaunch } from './catalogue.ts';
import type { DriverKind, Framework } from './framework.ts';

/** `unloaded`: the engine itself frees its GPUs. `frozen`: its processes stand still, with all that they hold. */
export type SleepKind = 'unloaded' | 'frozen';

/**
 * How a replica of this framework falls asleep where this driver runs it; null: it cannot, and is stopped instead. Nobody can
 * freeze a pod from outside. What its user starts by an own command is not known to be the engine.
 */
export const sleepOf = (
  framework: Framework,
  driver: DriverKind,
  { ownCommand = false }: { readonly ownCommand?: boolean } = {},
): SleepKind | null => {
  if (!canLaunch(framework, driver)) return null;
  if (framework.warmSleep !== null && !ownCommand) return 'unloaded';
  return driver === 'kubernetes' ? null : 'frozen';
};

type Switched = Readonly<{ engineArguments: ArgumentValues; environment: Readonly<Record<string, string>> }>;

/** What a launch must be told so that its engine can fall asleep, over what its user said; nothing where it sleeps otherwise. */
export const withSleep = <Launch extends Switched & Readonly<{ sleepMode?: 'cold' | 'warm' | undefined }>>(
  framework: Framework,
  launch: Launch,
): Launch => {
  const { warmSleep } = framework;
  if (launch.sleepMode !== 'warm' || warmSleep === null) return launch;
  return {
    ...launch,
    engineArguments: { ...launch.engineArguments, ...warmSleep.engineArguments },
    environment: { ...launch.environment, ...warmSleep.environment },
  };
};

/** What an engine that may fall asleep answers on its port and no caller may ask: whoever could, would take it out of service. */
export const closedPathsOf = (
  framework: Framework,
  { sleepMode, ownCommand = false }: Readonly<{ sleepMode: 'cold' | 'warm'; ownCommand?: boolean }>,
): readonly string[] => {
  const { warmSleep } = framework;
  if (sleepMode === 'cold' || ownCommand || warmSleep === null) return [];
  const { sleep, wake, asleep, alsoOpened } = warmSleep;
  return [sleep.path, wake.path, asleep.path, ...alsoOpened];
};
