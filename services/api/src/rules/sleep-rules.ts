import type { EndpointSpec, FieldProblem } from '@tidegate/contracts';
import { type DriverKind, type Framework, canLaunch, sleepOf } from '@tidegate/frameworks';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import type { Judged } from '../configuration/endpoint-wish.ts';
import { problemIf } from '../configuration/facts.ts';

const DRIVERS: readonly DriverKind[] = ['process', 'docker', 'kubernetes'];

type Started = Readonly<{ framework: Framework; hasImage: boolean; ownCommand: boolean }>;

/** On nodes of which drivers a replica may run, and of these where it falls asleep with its memory. */
const driversOf = ({ framework, hasImage, ownCommand }: Started) => {
  const launched = DRIVERS.filter(
    (driver) => canLaunch(framework, driver) && !(hasImage && driver === 'process'),
  );
  const isWarm = (driver: DriverKind): boolean => sleepOf(framework, driver, { ownCommand }) !== null;
  return { warm: launched.filter(isWarm), cold: launched.filter((driver) => !isWarm(driver)) };
};

/** It is enough that it can fall asleep on the nodes of one driver: elsewhere it sleeps cold. */
export const sleepProblems = ({ sleepMode, image }: Judged, framework: Framework): FieldProblem[] => {
  if (sleepMode !== 'warm') return [];
  const ownCommand = (memberOf(image, 'command') ?? null) !== null;
  const { warm } = driversOf({ framework, hasImage: isRecord(image), ownCommand });
  return problemIf(
    warm.length === 0,
    '/sleepMode',
    `cannot be warm: no node can put ${framework.title} to sleep${isRecord(image) ? ' from an image' : ''}. Choose cold`,
  );
};

/** The drivers on whose nodes it sleeps cold although it is to sleep warm; empty where all can, or none. */
export const driversWithoutWarmSleep = (
  framework: Framework,
  { image }: EndpointSpec,
): readonly DriverKind[] => {
  const ownCommand = image !== null && image.command !== null;
  const { warm, cold } = driversOf({ framework, hasImage: image !== null, ownCommand });
  return warm.length > 0 ? cold : [];
};
