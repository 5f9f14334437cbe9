/** Where the results of an endpoint go. */
export type ResultTarget =
  | Readonly<{ kind: 'platform' }>
  /** Segments below the results folder. */
  | Readonly<{ kind: 'folder'; segments: readonly string[] }>
  | Readonly<{ kind: 'bucket'; bucket: string; segments: readonly string[] }>;

/** One result, by what it is the result of. */
export type ResultPlace = Readonly<{ target: ResultTarget; endpointId: string; invocationId: string }>;

const BUCKET = /^(?!xn--|\d+(?:\.\d+){3}$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/;
/** Neither dots alone nor anything that a file system or a URL reads in its own way. */
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._=+@-]{1,128}$/;
const MOST_SEGMENTS = 16;

/** @returns what is wrong with it, in words that follow “The target …” */
export const readTarget = (text: string | null): ResultTarget | string => {
  if (text === null) return { kind: 'platform' };
  const inBucket = /^s3:\/\/([^/]*)(?:\/(.*))?$/.exec(text);
  if (!inBucket) return /^[a-z]{2,}[a-z0-9+.-]*:/i.test(text) ? ONLY : folderTarget(text);
  const [, bucket = '', prefix = ''] = inBucket;
  if (!BUCKET.test(bucket)) return 'names no bucket: s3://bucket/prefix';
  const segments = prefix.replace(/\/$/, '').split('/').filter(Boolean);
  return problemOf(segments) ?? { kind: 'bucket', bucket, segments };
};

const ONLY = 'is neither a folder below the results folder nor s3://bucket/prefix';

const folderTarget = (text: string): ResultTarget | string => {
  if (/^[/\\]|^[A-Za-z]:/.test(text)) return 'must be relative: a folder below the platform’s results folder';
  const segments = text.replace(/\/$/, '').split('/');
  return problemOf(segments) ?? { kind: 'folder', segments };
};

const problemOf = (segments: readonly string[]): string | undefined => {
  if (segments.some((segment) => /^\.{1,2}$/.test(segment))) return 'must not contain “.” or “..”';
  if (segments.length > MOST_SEGMENTS) return `must have at most ${String(MOST_SEGMENTS)} parts`;
  return segments.every((segment) => SEGMENT.test(segment))
    ? undefined
    : 'must consist of letters, digits and - _ . = + @, with single slashes between';
};

/** Below the target. */
export const resultPath = ({ endpointId, invocationId }: Omit<ResultPlace, 'target'>): readonly string[] => [
  'api',
  endpointId,
  'request',
  `${invocationId}.json`,
];

/** As its owner finds it: `s3://bucket/…`, a path below the results folder, or `statusPath` where the platform keeps it. */
export const locationOf = (place: ResultPlace, statusPath: string): string => {
  const { target } = place;
  switch (target.kind) {
    case 'platform':
      return statusPath;
    case 'folder':
      return [...target.segments, ...resultPath(place)].join('/');
    case 'bucket':
      return `s3://${[target.bucket, ...target.segments, ...resultPath(place)].join('/')}`;
  }
};
