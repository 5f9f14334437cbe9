import type { Phase } from '@tidegate/contracts';
import type { Label, Labels } from '../reports/labels.ts';
import { type Span, piecesOf } from '../reports/piece.ts';
import type { DetailedLine } from '../reports/stretch.ts';
import { csvLines } from './csv.ts';
import { dollarsOf } from './decimal.ts';

/** What a table of lines shows of each: what of it lies in the time that is asked for. */
export const LINE_COLUMNS = [
  'kind',
  'period',
  'from',
  'until',
  'fromUs',
  'untilUs',
  'open',
  'billed',
  'simulated',
  'projectId',
  'endpointId',
  'endpointName',
  'sourceId',
  'replicaId',
  'revision',
  'sku',
  'priceNanoUsdPerHour',
  'unit1024ths',
  'heldMicroseconds',
  ...(['pulling', 'loading', 'ready', 'idle', 'draining', 'sleeping'] as const).map(
    (phase) => `${phase}Microseconds` as const,
  ),
  'coveredMicroseconds',
  'weightedMicrosecondsThousandths',
  'gpuThousandthsMicroseconds',
  'vcpuMillisMicroseconds',
  'costNanoUsd',
  'costUsd',
  'billingAccount',
  'tags',
] as const;
export type LineColumn = (typeof LINE_COLUMNS)[number];
export type LineRecord = Readonly<Record<LineColumn, string | null>>;

const isoOf = (us: number): string => new Date(us / 1000).toISOString();

/** @returns null: nothing of the line lies in that time */
export const lineRecord = (line: DetailedLine, span: Span, label: Label | undefined): LineRecord | null => {
  const pieces = [...piecesOf(line, [], span)];
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return null;
  const sum = (of: (piece: (typeof pieces)[number]) => bigint): string =>
    String(pieces.reduce((total, piece) => total + of(piece), 0n));
  const inPhase = (phase: Phase): string => sum((piece) => (piece.phase === phase ? piece.heldUs : 0n));
  const cost = sum(({ costNanoUsd }) => costNanoUsd);
  return {
    kind: line.kind,
    period: line.period,
    from: isoOf(first.fromUs),
    until: isoOf(last.toUs),
    fromUs: String(first.fromUs),
    untilUs: String(last.toUs),
    open: String(line.open && last.toUs === line.toUs),
    billed: String(line.billed),
    simulated: String(line.simulated),
    projectId: line.projectId,
    endpointId: line.endpointId,
    endpointName: label?.name ?? null,
    sourceId: line.sourceId,
    replicaId: line.replicaId,
    revision: line.revision === null ? null : String(line.revision),
    sku: line.sku,
    priceNanoUsdPerHour: String(line.priceNanoUsdPerHour),
    unit1024ths: String(line.unit1024ths),
    heldMicroseconds: sum(({ heldUs }) => heldUs),
    pullingMicroseconds: inPhase('pulling'),
    loadingMicroseconds: inPhase('loading'),
    readyMicroseconds: inPhase('ready'),
    idleMicroseconds: inPhase('idle'),
    drainingMicroseconds: inPhase('draining'),
    sleepingMicroseconds: inPhase('sleeping'),
    coveredMicroseconds: sum(({ coveredUs }) => coveredUs),
    weightedMicrosecondsThousandths: sum(({ weightedUsThousandths }) => weightedUsThousandths),
    gpuThousandthsMicroseconds: sum(({ gpuThousandthsUs }) => gpuThousandthsUs),
    vcpuMillisMicroseconds: sum(({ vcpuMillisUs }) => vcpuMillisUs),
    costNanoUsd: cost,
    costUsd: dollarsOf(BigInt(cost)),
    billingAccount: label?.billingAccount ?? null,
    tags: label ? JSON.stringify(label.tags) : null,
  };
};

const NOT_TEXT: Partial<Record<LineColumn, (text: string) => unknown>> = {
  open: (text) => text === 'true',
  billed: (text) => text === 'true',
  simulated: (text) => text === 'true',
  fromUs: Number,
  untilUs: Number,
  revision: Number,
  tags: (text) => JSON.parse(text) as unknown,
};

/** The same as a line of JSON: amounts stay texts, since they outgrow a double. */
export const jsonLine = (record: LineRecord): string => {
  const entries = LINE_COLUMNS.map((column) => {
    const text = record[column];
    return [column, text === null ? null : (NOT_TEXT[column]?.(text) ?? text)] as const;
  });
  return `${JSON.stringify(Object.fromEntries(entries))}\n`;
};

/** Lines as a table without its head, or as lines of JSON. */
export const linesText = (
  lines: readonly DetailedLine[],
  span: Span,
  labels: Labels,
  format: 'csv' | 'ndjson',
): string => {
  const records = lines.flatMap(
    (line) => lineRecord(line, span, labels.at(line.endpointId, Math.max(line.fromUs, span.fromUs))) ?? [],
  );
  return format === 'csv' ? csvLines(LINE_COLUMNS, records) : records.map(jsonLine).join('');
};
