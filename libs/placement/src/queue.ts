/** A replica that waits for room. */
export type Waiting = Readonly<{
  id: string;
  projectId: string;
  priority: number;
  /** Rises with the time of the request. */
  position: number;
  gpuMilli: number;
}>;

/**
 * The order in which waiting replicas try: higher priorities first; of one priority the project first that holds the fewest GPU
 * thousandths, counting what stands before it here; in a project first come, first served. A project that asks for a hundred does not
 * keep another from its first.
 */
export const fairOrder = <One extends Waiting>(
  waiting: readonly One[],
  heldBy: ReadonlyMap<string, number>,
): One[] => {
  const order: One[] = [];
  const held = new Map(heldBy);
  const priorities = [...new Set(waiting.map(({ priority }) => priority))].toSorted((a, b) => b - a);
  for (const priority of priorities) {
    const lines = linesOf(waiting.filter((one) => one.priority === priority));
    while (lines.length > 0) {
      const line = lines.reduce((least, other) => (isBefore(other, least, held) ? other : least));
      const next = line.queue[line.at++]!;
      order.push(next);
      held.set(line.projectId, (held.get(line.projectId) ?? 0) + Math.max(1, next.gpuMilli));
      if (line.at === line.queue.length) lines.splice(lines.indexOf(line), 1);
    }
  }
  return order;
};

type Line<One> = { projectId: string; queue: One[]; at: number };

const linesOf = <One extends Waiting>(waiting: readonly One[]): Line<One>[] =>
  [...Map.groupBy(waiting, ({ projectId }) => projectId)].map(([projectId, queue]) => ({
    projectId,
    queue: queue.toSorted((a, b) => a.position - b.position),
    at: 0,
  }));

const isBefore = <One extends Waiting>(
  a: Line<One>,
  b: Line<One>,
  held: ReadonlyMap<string, number>,
): boolean => {
  const [heldA, heldB] = [held.get(a.projectId) ?? 0, held.get(b.projectId) ?? 0];
  return heldA < heldB || (heldA === heldB && a.queue[a.at]!.position < b.queue[b.at]!.position);
};
