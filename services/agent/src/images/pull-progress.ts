import { z } from 'zod';

/** A line of a daemon's answer to a pull. */
export const PullLine = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
});
export type PullLine = z.infer<typeof PullLine>;

type Layer = Readonly<{ bytes: number; total: number; isDone: boolean }>;

/** By the layer's id. */
export type PullProgress = ReadonlyMap<string, Layer>;
export const NO_PROGRESS: PullProgress = new Map();

/** An image has 127 layers at most. */
const MOST_LAYERS = 256;
const MIB = 1024 ** 2;
const DONE = /^(?:Pull complete|Already exists)$/;

const NEW: Layer = { bytes: 0, total: 0, isDone: false };

/** Unpacking counts again from nothing: what has come does not go. */
const layerAfter = (before: Layer, status: string, progressDetail: PullLine['progressDetail']): Layer => {
  const { current = 0, total = 0 } = (status === 'Downloading' && progressDetail) || {};
  const known = Math.max(before.total, total);
  const isDone = DONE.test(status);
  const isHere = isDone || status === 'Download complete';
  return { bytes: isHere ? known : Math.max(before.bytes, current), total: known, isDone };
};

export const withLine = (progress: PullProgress, { id, status, progressDetail }: PullLine): PullProgress => {
  if (id === undefined || status === undefined || status.startsWith('Pulling from ')) return progress;
  const before = progress.get(id);
  if (!before && progress.size >= MOST_LAYERS) return progress;
  return new Map(progress).set(id, layerAfter(before ?? NEW, status, progressDetail));
};

/** E.g. `3 of 7 layers, 120 of 900 MiB`: of the layers that are known, and of those whose size is. */
export const progressWords = (progress: PullProgress): string => {
  const layers = [...progress.values()];
  const done = layers.filter(({ isDone }) => isDone).length;
  const mib = (of: (layer: Layer) => number): string =>
    Math.ceil(layers.reduce((sum, layer) => sum + of(layer), 0) / MIB).toString();
  return `${String(done)} of ${String(layers.length)} layers, ${mib(({ bytes }) => bytes)} of ${mib(({ total }) => total)} MiB`;
};
