import type { Labels } from '../reports/labels.ts';
import { type Piece, type Span, piecesOf } from '../reports/piece.ts';
import type { DetailedLine } from '../reports/stretch.ts';
import type { FocusRow } from './focus-columns.ts';
import type { ChargeContext } from './focus-context.ts';
import { committedUsOf, costOf, purchaseRow, sharesOf, unusedRow } from './focus-commitment.ts';
import { type Charge, coveredRow, usageRow } from './focus-usage.ts';

/** Rows, and what they come to. */
export type Told = Readonly<{ rows: FocusRow[]; billedNanoUsd: bigint }>;

type Shared = Map<DetailedLine, bigint>;

/**
 * The rows of an endpoint in an hour, or in a part of one that lies in one month.
 * @param lines all of the endpoint that lie in it, also partly
 */
export const focusRows = (context: ChargeContext, lines: readonly DetailedLine[], labels: Labels): Told => {
  const shared: Shared = new Map();
  const within: Within = { context, lines, labels, shared };
  const committed = lines.filter(({ kind }) => kind === 'commitment');
  const others = lines.filter(({ kind }) => kind !== 'commitment');
  const told = [
    // What commitments pay for is known before who used it is told.
    ...committed.flatMap((line) => committedRows(line, within)),
    ...others.flatMap((line) => usedRows(line, within)),
  ];
  return {
    rows: told.map(({ row }) => row),
    billedNanoUsd: told.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n),
  };
};

type Within = Readonly<{
  context: ChargeContext;
  lines: readonly DetailedLine[];
  labels: Labels;
  shared: Shared;
}>;
type Row = Readonly<{ row: FocusRow; costNanoUsd: bigint }>;

const committedRows = (line: DetailedLine, { context, lines, labels, shared }: Within): Row[] =>
  chargesOf(line, context, labels).flatMap((charge) => {
    const unused = share(charge, lines, shared);
    return [
      { row: purchaseRow(context, charge), costNanoUsd: costOf(charge) },
      ...(unused.unusedUs > 0n ? [{ row: unusedRow(context, charge, unused), costNanoUsd: 0n }] : []),
    ];
  });

const usedRows = (line: DetailedLine, { context, labels, shared }: Within): Row[] =>
  chargesOf(line, context, labels).map((charge) =>
    charge.pieces[0]?.covered
      ? { row: coveredRow(context, charge, shared.get(line) ?? 0n), costNanoUsd: 0n }
      : { row: usageRow(context, charge), costNanoUsd: costOf(charge) },
  );

/** What is covered and what is not are two charges. */
const chargesOf = (line: DetailedLine, span: Span, labels: Labels): Charge[] => {
  const pieces = [...piecesOf(line, [], span)];
  return [pieces.filter(({ covered }) => covered), pieces.filter(({ covered }) => !covered)].flatMap(
    (part) => {
      const [first] = part;
      return first ? [{ line, pieces: part, label: labels.at(line.endpointId, first.fromUs) }] : [];
    },
  );
};

/** Divides what a commitment costs among the lines that it pays for, and says what is left over. */
const share = (charge: Charge, lines: readonly DetailedLine[], shared: Shared) => {
  const [first, last] = [charge.pieces[0], charge.pieces.at(-1)];
  const span = { fromUs: first?.fromUs ?? 0, untilUs: last?.toUs ?? 0 };
  const paidFor = lines
    .filter(({ kind, sku }) => kind === 'usage' && sku === charge.line.sku)
    .map((line) => ({ line, coveredUs: coveredIn([...piecesOf(line, [], span)]) }))
    .filter(({ coveredUs }) => coveredUs > 0n);
  const shares = sharesOf(
    costOf(charge),
    committedUsOf(charge),
    paidFor.map(({ coveredUs }) => coveredUs),
  );
  for (const [nth, { line }] of paidFor.entries())
    shared.set(line, (shared.get(line) ?? 0n) + (shares.used[nth] ?? 0n));
  return shares;
};

const coveredIn = (pieces: readonly Piece[]): bigint =>
  pieces.reduce((sum, { coveredUs }) => sum + coveredUs, 0n);
