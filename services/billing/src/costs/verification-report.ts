import type { Totals } from '../rating/bill.ts';
import type { Comparison } from './comparison.ts';

export type Verification = Comparison & Readonly<{ position: number; asOfUs: number }>;

const figures = ({ gpuThousandthsUs, vcpuMillisUs, costNanoUsd }: Totals): string =>
  `${thousandths(gpuThousandthsUs)} GPU-µs, ${thousandths(vcpuMillisUs)} vCPU-µs, ${String(costNanoUsd)} nano-USD`;

const thousandths = (value: bigint): string => {
  const rest = value % 1000n;
  return rest === 0n ? String(value / 1000n) : `${String(value / 1000n)}.${String(rest).padStart(3, '0')}`;
};

/** The report for people: every project's totals by the log, and by the read model where it says otherwise. */
export const reportOf = ({ projects, examples, agrees, position, asOfUs }: Verification): string => {
  const lines = [
    `The log up to position ${String(position)}, as of ${new Date(asOfUs / 1000).toISOString()}:`,
    ...projects.flatMap(({ projectId, log, readModel, differing }) => [
      `  ${projectId}  ${figures(log)}`,
      ...(differing === 0
        ? []
        : [`    DIFFERS in ${String(differing)} line(s); the read model says ${figures(readModel)}`]),
    ]),
    ...examples.map((example) => `    ${example}`),
    agrees ? 'The read model agrees to the microsecond.' : 'The read model does NOT agree with the log.',
  ];
  return `${lines.join('\n')}\n`;
};
