/** What a replica does at a time; the first three are its start, in this order. */
export type Phase = 'queued' | 'pulling' | 'loading' | 'ready' | 'draining' | 'asleep' | 'waking';
export const PHASES: readonly Phase[] = [
  'queued',
  'pulling',
  'loading',
  'ready',
  'draining',
  'asleep',
  'waking',
];
export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  queued: 'waiting for a place',
  pulling: 'bringing image and files',
  loading: 'loading the model',
  ready: 'ready',
  draining: 'draining',
  asleep: 'asleep in its place',
  waking: 'waking',
};

export type Stretch = Readonly<{ phase: Phase; fromMs: number; toMs: number }>;
export type Row = Readonly<{
  replicaId: string;
  revision: number | null;
  nodeId: string | null;
  stretches: readonly Stretch[];
  /** Undefined while it is there. */
  end?: Readonly<{ atMs: number; cause: string; neverReady: boolean }>;
  delay?: string;
}>;

type Told = Readonly<{ type: string; at: string; position: number; data: unknown }>;
type Open = { phase: Phase; fromMs: number };
type Making = {
  replicaId: string;
  revision: number | null;
  nodeId: string | null;
  stretches: Stretch[];
  open: Open | null;
  end?: { atMs: number; cause: string; neverReady: boolean };
  delay?: string;
};

const NEXT: Readonly<Record<string, Phase>> = {
  ReplicaRequested: 'queued',
  ReplicaPlaced: 'pulling',
  ReplicaStarted: 'loading',
  ReplicaReady: 'ready',
  ReplicaDraining: 'draining',
  ReplicaResumed: 'ready',
  ReplicaSlept: 'asleep',
  ReplicaWakeRequested: 'waking',
};
/** The events that a timeline is made of. */
export const TIMELINE_EVENTS: readonly string[] = [...Object.keys(NEXT), 'ReplicaStopped', 'ReplicaDelayed'];

/** The moment on the node’s own clock where there is one. */
const momentOf = ({ at }: Told, data: Readonly<Record<string, unknown>>): number => {
  for (const name of ['startedAtUs', 'readyAtUs', 'sleptAtUs', 'stoppedAtUs']) {
    const us = data[name];
    if (typeof us === 'number') return us / 1000;
  }
  return Date.parse(at);
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const turn = (row: Making, event: Told, data: Readonly<Record<string, unknown>>): void => {
  row.nodeId = textOf(data['nodeId']) ?? row.nodeId;
  if (typeof data['revision'] === 'number') row.revision = data['revision'];
  if (event.type === 'ReplicaDelayed') row.delay = textOf(data['message']) ?? 'It waits for a place.';
  else advance(row, NEXT[event.type], Math.max(momentOf(event, data), row.open?.fromMs ?? 0), data);
};

const advance = (
  row: Making,
  phase: Phase | undefined,
  atMs: number,
  data: Readonly<Record<string, unknown>>,
): void => {
  if (phase !== undefined && row.open?.phase === phase) return;
  if (row.open && atMs > row.open.fromMs) row.stretches.push({ ...row.open, toMs: atMs });
  row.open = phase === undefined ? null : { phase, fromMs: atMs };
  if (phase === 'pulling') delete row.delay;
  if (phase === undefined)
    row.end = { atMs, cause: textOf(data['cause']) ?? 'ended', neverReady: data['neverReady'] === true };
};

/** One row for each replica, the newest first: what it did and when, from what happened; still open phases last until `nowMs`. */
export const timelineOf = (events: readonly Told[], nowMs: number): readonly Row[] => {
  const rows = new Map<string, Making>();
  for (const event of [...events].sort((a, b) => a.position - b.position)) {
    const data = (event.data ?? {}) as Readonly<Record<string, unknown>>;
    const replicaId = textOf(data['replicaId']);
    if (replicaId === null || !TIMELINE_EVENTS.includes(event.type)) continue;
    const row: Making = rows.get(replicaId) ?? {
      replicaId,
      revision: null,
      nodeId: null,
      stretches: [],
      open: null,
    };
    rows.set(replicaId, row);
    turn(row, event, data);
  }
  return [...rows.values()].reverse().map(({ open, stretches, ...row }) => ({
    ...row,
    stretches: open ? [...stretches, { ...open, toMs: Math.max(nowMs, open.fromMs) }] : stretches,
  }));
};

export type StartPart = Readonly<{ phase: Phase; fromMs: number; ms: number }>;
const START: readonly Phase[] = ['queued', 'pulling', 'loading'];

/** The parts of a replica’s first start, from the wish for it until it took requests. */
export const startOf = ({ stretches }: Row): readonly StartPart[] => {
  const ready = stretches.findIndex(({ phase }) => !START.includes(phase));
  const parts = ready === -1 ? stretches : stretches.slice(0, ready);
  const origin = parts[0]?.fromMs ?? 0;
  return parts.map(({ phase, fromMs, toMs }) => ({ phase, fromMs: fromMs - origin, ms: toMs - fromMs }));
};

const FIXES: Readonly<Partial<Record<Phase, string>>> = {
  queued: 'There was no room at once: allow more nodes or smaller hardware, or keep a replica ready.',
  pulling: 'Image and files were brought to the node: what is already there is not brought again.',
  loading: 'The weights were loaded: sleep in place (sleep mode “warm”) or a lowest count of 1 avoids it.',
};

/** The longest part of a start, and what would make it shorter. */
export const biggestOf = (
  parts: readonly StartPart[],
): Readonly<{ part: StartPart; share: number; fix: string }> | null => {
  const whole = parts.reduce((sum, { ms }) => sum + ms, 0);
  const part = parts.reduce<StartPart | null>(
    (most, each) => (most && most.ms >= each.ms ? most : each),
    null,
  );
  return part && whole > 0 ? { part, share: part.ms / whole, fix: FIXES[part.phase] ?? '' } : null;
};
