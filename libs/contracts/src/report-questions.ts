import { z } from 'zod';
import { EndpointId, ProjectId } from './ids.ts';
import type { Question } from './questions.ts';

/** Whole numbers as decimal texts: they outgrow a double. */
const Whole = z.string().regex(/^\d+$/);
const Usd = z.string().regex(/^\d+\.\d{2,9}$/);
const At = z.iso.datetime();

export const REPORT_LIMITS = {
  /** A report or an export is over so many days at most. */
  days: 400,
  groupBy: 4,
  groups: 20_000,
  tagCharacters: 128,
} as const;

/** What usage can be grouped by; and `tag:<key>`. Days and months are those of the time zone of bills, hours those of UTC. */
export const GROUP_BY = ['hour', 'day', 'month', 'endpoint', 'hardware', 'replica', 'kind', 'phase'] as const;
export const GroupBy = z.union([
  z.enum(GROUP_BY),
  z.templateLiteral(['tag:', z.string().min(1).max(REPORT_LIMITS.tagCharacters)]),
]);
export type GroupBy = z.infer<typeof GroupBy>;

export const EXPORT_FORMATS = ['csv', 'focus', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const Amount = { costNanoUsd: Whole, costUsd: Usd };

export const UsageGroup = z.object({
  /** By what is grouped; null: it does not apply, or is not set. */
  group: z.record(z.string(), z.string().nullable()),
  /** Of groups by endpoint: what it is called. */
  endpointName: z.string().nullable(),
  /** The time in which replicas held hardware, and what of it a commitment paid for. */
  heldMicroseconds: Whole,
  coveredMicroseconds: Whole,
  /** Whole microseconds of whole GPUs. */
  gpuMicroseconds: Whole,
  /** The same without rounding: a microsecond of a thousandth of a GPU. */
  gpuThousandthsMicroseconds: Whole,
  vcpuMillisMicroseconds: Whole,
  ...Amount,
});
export type UsageGroup = z.infer<typeof UsageGroup>;

export const UsageReport = z.object({
  from: At,
  until: At,
  /** What still grows counts up to here. */
  asOf: At,
  timeZone: z.string(),
  items: z.array(UsageGroup),
  nextCursor: z.string().nullable(),
});
export type UsageReport = z.infer<typeof UsageReport>;

const figures = {
  /** What an hour costs as things stand. */
  burnNanoUsdPerHour: Whole,
  burnUsdPerHour: Usd,
  /** Since the month began. */
  soFarNanoUsd: Whole,
  soFarUsd: Usd,
  /** To the end of the month: low <= forecast <= high. */
  forecastNanoUsd: Whole,
  forecastUsd: Usd,
  lowNanoUsd: Whole,
  lowUsd: Usd,
  highNanoUsd: Whole,
  highUsd: Usd,
  /** On what the forecast rests. */
  basis: z.enum(['last_week', 'since_first', 'nothing']),
};

export const BurnView = z.object({
  asOf: At,
  /** The month of the bill, e.g. `2031-02`. */
  period: z.string(),
  from: At,
  until: At,
  timeZone: z.string(),
  ...figures,
  /** How the forecast was made. The project’s is the sum of its endpoints’. */
  formula: z.string(),
  /** The dearest first. */
  endpoints: z.array(z.object({ endpointId: EndpointId, name: z.string().nullable(), ...figures })),
  /** How many are in the sums and not in the list. */
  endpointsLeftOut: z.int(),
});
export type BurnView = z.infer<typeof BurnView>;

const scope = { projectId: ProjectId, endpointId: EndpointId.nullable() };
const span = { fromUs: z.int().min(0), untilUs: z.int().min(0) };

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const reportQuestions = {
  /** What was used in a time, cut exactly at its edges. In the order of what it is grouped by, time first. */
  usage: question(
    'billing.usage-report',
    z.object({
      ...scope,
      ...span,
      groupBy: z.array(GroupBy).max(REPORT_LIMITS.groupBy),
      /** Only what was used under this tag; without a value: under any. */
      tag: z.object({ key: z.string(), value: z.string().nullable() }).nullable(),
      limit: z.int().min(1).max(500),
      cursor: z.string().nullable(),
    }),
    UsageReport,
  ),
  burn: question('billing.burn', z.object(scope), BurnView),
  /** The next part of an export; the first with a null cursor. */
  export: question(
    'billing.export',
    z.object({
      ...scope,
      ...span,
      format: z.enum(EXPORT_FORMATS),
      cursor: z.string().nullable(),
    }),
    z.object({ text: z.string(), nextCursor: z.string().nullable() }),
  ),
} as const;
