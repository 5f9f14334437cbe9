import type { EndpointSpec } from '@tidegate/contracts';
import { frameworkOf } from '@tidegate/frameworks';
import { driversWithoutWarmSleep } from '../rules/sleep-rules.ts';
import type { Warning } from './pool.ts';

/** What will not be as it is asked for everywhere: it is accepted all the same. */
export const scalingWarnings = (spec: EndpointSpec): Warning[] => [
  ...sleepWarnings(spec),
  ...ruleWarnings(spec),
];

const sleepWarnings = (spec: EndpointSpec): Warning[] => {
  const framework = frameworkOf(spec.framework);
  if (spec.sleepMode !== 'warm' || !framework) return [];
  const cold = driversWithoutWarmSleep(framework, spec);
  if (cold.length === 0) return [];
  const message = `on nodes whose driver is ${cold.join(' or ')}, ${framework.title} cannot sleep warm: there it sleeps cold`;
  return [{ pointer: '/sleepMode', message }];
};

/** A rule whose value is never known never asks for anything. */
const ruleWarnings = ({ scaling, hardware }: EndpointSpec): Warning[] =>
  scaling.rules.flatMap(({ metric }, i) =>
    hardware.gpuCount === 0 && metric.startsWith('GPU')
      ? [
          {
            pointer: `/scaling/rules/${i}/metric`,
            message: `${hardware.id} has no GPU: this rule will never ask for a replica. Choose another metric, or hardware with a GPU`,
          },
        ]
      : [],
  );
