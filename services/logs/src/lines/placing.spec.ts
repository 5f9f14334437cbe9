import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Arrival, type Known, type PlacedLine, place } from './placing.ts';
import { lossKeyOf, lossOf, linesOf } from './shipped-lines.ts';
import { SPAN_US, spanOf, spansOf, windowsOf } from './spans.ts';
import { copyText } from './copy-text.ts';

const ENDPOINTS = ['endpt-00000000000a', 'endpt-00000000000b'];
const NOTHING: Known = { heads: new Map(), replicas: new Map() };

/** One replica’s whole output, cut into batches with losses between; some come twice, late, or again in another cut. */
const history = fc
  .record({
    sizes: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 })), {
      maxLength: 8,
    }),
    replica: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ sizes, replica }) => {
    let next = 1;
    return sizes.map(([length, dropped], n) => {
      const batch = batchOf(replica, next, length, dropped === 0 ? 0 : dropped * 100 + n);
      next += length;
      return batch;
    });
  });

const batchOf = (replica: number, firstSequence: number, length: number, dropped: number) => ({
  endpointId: ENDPOINTS[replica % 2]!,
  projectId: 'proj-0123456789ab',
  replicaId: `repl-00000000000${String(replica)}`,
  firstSequence,
  lines: Array.from({ length }, (_, n) => ({
    atUs: 1000 + firstSequence + n,
    stream: 'stdout' as const,
    text: `${String(replica)}:${String(firstSequence + n)}`,
  })),
  dropped,
  droppedBytes: 0,
});
const arrivalOf = (batch: ReturnType<typeof batchOf>): Arrival => {
  const loss = lossOf(batch, 5000);
  return { ...batch, lines: linesOf(batch, 5000), loss: loss && { line: loss, key: lossKeyOf(batch) } };
};

/** As the store does it: what was placed is known to the next transaction. */
const stored = (transactions: readonly (readonly Arrival[])[], clock: (n: number) => number) => {
  const lines: PlacedLine[] = [];
  let known = NOTHING;
  for (const [n, arrivals] of transactions.entries()) {
    const placed = place(arrivals, known, clock(n));
    lines.push(...placed.lines);
    known = {
      heads: new Map([...known.heads, ...placed.heads]),
      replicas: new Map([...known.replicas, ...placed.replicas]),
    };
  }
  return lines;
};

describe('lines that come, however they come', () => {
  it('are stored once, under cursors that rise, and so is each loss', () => {
    fc.assert(
      fc.property(
        fc.array(history, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat())),
        fc.array(fc.nat({ max: 3 })),
        (histories, again, cuts) => {
          // One history of a replica: a second one would be the same numbers with other words.
          const ofReplica = new Map(histories.map((batches) => [batches[0]?.replicaId, batches]));
          const once = [...ofReplica.values()].flat();
          if (once.length === 0) return;
          const all = once.map(arrivalOf);
          // Deliveries that are repeated come later than the first one, as acknowledgements that are lost make them.
          for (const [what, where] of again) {
            const copy = all[what % all.length]!;
            all.splice(Math.min(all.length, all.indexOf(copy) + 1 + (where % 3)), 0, copy);
          }
          const transactions: Arrival[][] = [[]];
          for (const [n, arrival] of all.entries()) {
            if ((cuts[n] ?? 0) > 1) transactions.push([]);
            transactions.at(-1)!.push(arrival);
          }
          const lines = stored(transactions, (n) => 6000 - n);
          const wanted = once.flatMap(({ lines: written }) => written.map(({ text }) => text));
          expect(
            lines
              .filter(({ stream }) => stream === 'stdout')
              .map(({ text }) => text)
              .toSorted(),
          ).toEqual(wanted.toSorted());
          const withLines = once.filter(({ dropped, lines: written }) => dropped > 0 && written.length > 0);
          const losses = lines.filter(({ stream }) => stream === 'platform');
          for (const { replicaId, firstSequence, dropped } of withLines)
            expect(
              losses.filter(
                (loss) =>
                  loss.replicaId === replicaId &&
                  loss.sequence === firstSequence &&
                  loss.text.startsWith(`${String(dropped)} `),
              ),
            ).toHaveLength(1);
          for (const endpointId of ENDPOINTS) {
            const cursors = lines
              .filter((line) => line.endpointId === endpointId)
              .map(({ cursor }) => cursor);
            expect(cursors).toEqual([...new Set(cursors)].toSorted((a, b) => a - b));
          }
          for (const { atUs, cursor } of lines) expect(atUs).toBeLessThanOrEqual(cursor);
        },
      ),
    );
  });

  it('of which some are stored give those that are not', () => {
    const [first, both] = [batchOf(0, 1, 2, 0), batchOf(0, 1, 5, 3)];
    const known = place([arrivalOf(first)], NOTHING, 9000);
    expect(place([arrivalOf(both)], known, 9000)).toMatchObject({
      added: [3],
      lines: [
        { sequence: 3, cursor: 9002 },
        { sequence: 4, cursor: 9003 },
        { sequence: 5, cursor: 9004 },
      ],
    });
  });

  it('and tell a loss that nothing followed do so once', () => {
    const lost = arrivalOf(batchOf(0, 4, 0, 7));
    const known = place([lost, lost], NOTHING, 9000);
    expect(known.lines).toHaveLength(1);
    expect(place([lost], known, 9000).lines).toEqual([]);
  });
});

describe('spans of a log', () => {
  it('hold all of its lines, and windows of them nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 10 * SPAN_US }), { maxLength: 40 }),
        fc.tuple(fc.nat({ max: 10 * SPAN_US }), fc.nat({ max: 10 * SPAN_US })),
        (given, [a, b]) => {
          const cursors = [...new Set(given)].toSorted((x, y) => x - y);
          const lines = cursors.map((cursor) => ({
            endpointId: 'e',
            cursor,
            bytes: 3,
            atUs: 1,
            severity: 'warn',
          }));
          const spans = spansOf(lines as PlacedLine[]);
          expect(spans.reduce((sum, span) => sum + span.lines, 0)).toBe(cursors.length);
          for (const cursor of cursors)
            expect(spans.find(({ spanUs }) => spanUs === spanOf(cursor))).toMatchObject({ severity: 3 });
          const asked = { from: Math.min(a, b), to: Math.max(a, b) };
          const windows = windowsOf(
            spans.map(({ spanUs }) => spanUs),
            asked,
          );
          const within = (cursor: number) => windows.some(({ from, to }) => cursor >= from && cursor < to);
          expect(cursors.filter(within)).toEqual(
            cursors.filter((cursor) => cursor >= asked.from && cursor < asked.to),
          );
        },
      ),
    );
  });
});

describe('a row for COPY', () => {
  it('has no line end and no tab but its own, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\\.', '\\N', '\t', '\r\n', '\\'),
        (text, odd) => {
          const line = {
            ...arrivalOf(batchOf(0, 1, 1, 0)).lines[0]!,
            text: text + odd,
            attributes: { [odd]: text },
          };
          const row = copyText([
            { ...line, endpointId: 'e', projectId: 'p', replicaId: 'r', cursor: 1, bytes: 2 },
          ]);
          expect(row.endsWith('\n')).toBe(true);
          expect(row.slice(0, -1)).not.toMatch(/[\n\r]/);
          expect(row.split('\t')).toHaveLength(13);
          const back = row
            .split('\t')[9]!
            .replace(/\\(.)/g, (_, c: string) => ({ n: '\n', r: '\r', t: '\t' })[c] ?? c);
          expect(back).toBe(text + odd);
        },
      ),
    );
  });
});
