import type { EventNamed } from '@tidegate/contracts';
import type { Ending } from './ending-reasons.ts';

/** The replicas of one template, and how its last ones ended. */
export type TemplateFacts = Readonly<{
  /** Asked for, and not yet holding hardware. */
  waiting: number;
  starting: number;
  ready: number;
  /** On their way out, those of earlier attempts included. */
  draining: number;
  /** Replicas in a row that ended by themselves and were never ready. */
  startsFailedInARow: number;
  /** Replicas that ended by themselves soon after they were ready. */
  recentCrashes: number;
}>;

/** What is known about the replicas of one endpoint, as of one event of the log. */
export type ReplicaFacts = Readonly<{
  /** How many times the endpoint had been started: facts of an earlier attempt say nothing about this one. */
  attempt: number;
  /** The last decision about their number; null before the first one of this attempt. */
  scale: Readonly<{
    desired: number;
    cause: EventNamed<'ScaleDecided'>['data']['cause'];
    text: string;
  }> | null;
  /** By template: the revision that brought it. */
  templates: Readonly<Record<string, TemplateFacts>>;
  /** Replicas for which no node has room, and what was said of the latest; null: all have a place, or will at once. */
  delayed: Readonly<{ replicas: number; message: string }> | null;
  /** False while nobody reports the endpoint’s traffic. */
  trafficVisible: boolean;
  /** Set when these facts come from a replica that ended by itself, or lost its node. */
  ended: (Ending & Readonly<{ template: number; byItself: boolean }>) | null;
}>;

const NONE: TemplateFacts = {
  waiting: 0,
  starting: 0,
  ready: 0,
  draining: 0,
  startsFailedInARow: 0,
  recentCrashes: 0,
};

export const factsOfTemplate = ({ templates }: ReplicaFacts, template: number): TemplateFacts =>
  templates[String(template)] ?? NONE;

export type Stage = 'waiting' | 'starting' | 'ready' | 'draining';

/** Replicas of all templates in a stage. */
export const inStage = ({ templates }: ReplicaFacts, stage: Stage): number =>
  Object.values(templates).reduce((sum, facts) => sum + facts[stage], 0);

export const livingOf = ({ waiting, starting, ready, draining }: TemplateFacts): number =>
  waiting + starting + ready + draining;

/** A stop is complete when nothing is wanted and nothing is left. */
export const isEmpty = (facts: ReplicaFacts): boolean =>
  (facts.scale?.desired ?? 0) === 0 &&
  Object.values(facts.templates).every((template) => livingOf(template) === 0);

/** How often in a row, or within a short time, replicas of this template ended by themselves. */
export const failuresOf = ({ startsFailedInARow, recentCrashes }: TemplateFacts): number =>
  Math.max(startsFailedInARow, recentCrashes);
