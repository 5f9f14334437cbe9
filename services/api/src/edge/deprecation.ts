import type { DescribedPaths } from './allowed-methods.ts';

/** What an operation says that is described as deprecated: since when, and from when on it will be gone. */
type Deprecated = Readonly<{ deprecated?: boolean; 'x-deprecated-since'?: string; 'x-sunset'?: string }>;
export type DeprecationHeaders = Readonly<{ deprecation: string; sunset?: string; link: string }>;

/**
 * The headers of deprecated operations, by method and path as the router has it (`GET /v1/things/:id`): `Deprecation` (RFC 9745)
 * with its moment in seconds, `Sunset` (RFC 8594), and where to read about it. The description of the API is what says so.
 */
export const deprecationsIn = (paths: DescribedPaths): ReadonlyMap<string, DeprecationHeaders> =>
  new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations as Record<string, Deprecated>)
        .filter(([, { deprecated }]) => deprecated === true)
        .map(([method, operation]) => [
          `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
          headersOf(operation),
        ]),
    ),
  );

const headersOf = ({ 'x-deprecated-since': since, 'x-sunset': sunset }: Deprecated): DeprecationHeaders => ({
  deprecation: `@${String(since === undefined ? 0 : Math.floor(Date.parse(since) / 1000))}`,
  ...(sunset !== undefined && { sunset: new Date(sunset).toUTCString() }),
  link: '</docs>; rel="deprecation"; type="text/html"',
});
