/** Paths of the API: what is not found there is no page. */
const OF_THE_API = /^\/(?:v1|api|docs|assets|healthz|readyz|metrics)(?:\/|$)/;

/** A name of a file, and of folders around it; none begins with a dot. */
const FILE = /^(?:\/[\w-][\w.-]*){1,4}\.[a-z0-9]{2,11}$/;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
};
const PACKED = new Set(['ico', 'jpg', 'png', 'webp', 'woff2']);

export const typeOf = (path: string): string | undefined => TYPES[extensionOf(path)];
export const isPacked = (path: string): boolean => PACKED.has(extensionOf(path));
const extensionOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Names with a hash of what is in them never mean anything else. */
export const isImmutable = (path: string): boolean => path.startsWith('/assets/');

/** What a path that no route has may mean: a file, or a page of the console, which finds its own way. */
export const meantBy = (path: string, accept: string | undefined): 'file' | 'page' | undefined => {
  if (FILE.test(path) && typeOf(path) !== undefined) return 'file';
  const wantsPage = accept?.toLowerCase().includes('text/html') === true;
  return wantsPage && !OF_THE_API.test(path) ? 'page' : undefined;
};

export type Encoding = 'br' | 'gzip' | 'identity';

/** The smallest that a browser takes. */
export const encodingFor = (path: string, accepted: string | string[] | undefined): Encoding => {
  const named = new Set(
    String(accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((one) => one.trim().split(/\s*;\s*/))
      .filter(([, weight = '']) => !/^q=0(?:\.0*)?$/.test(weight))
      .map(([name]) => name),
  );
  if (isPacked(path)) return 'identity';
  if (named.has('br')) return 'br';
  return named.has('gzip') ? 'gzip' : 'identity';
};
