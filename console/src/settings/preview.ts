import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '@tidegate/sdk';
import { api } from '../app/api.ts';
import { type Endpoint, got } from '../endpoint/queries.ts';

export type Preview = components['schemas']['ChangePreview'];
export type Updated = components['schemas']['UpdatedEndpoint'];
export type Patch = Readonly<Record<string, unknown>>;

const TYPING_MS = 400;

/** What the platform says of a change that is not made yet. */
export const usePreview = (endpoint: Endpoint, patch: Patch): UseQueryResult<Preview> => {
  const [text] = useDebouncedValue(JSON.stringify(patch), TYPING_MS);
  return useQuery({
    queryKey: ['preview', endpoint.id, endpoint.revision, text],
    queryFn: () =>
      got<Preview>(
        api.PATCH('/v1/endpoints/{endpointId}', {
          params: { path: { endpointId: endpoint.id }, query: { validateOnly: 'true' } },
          body: JSON.parse(text) as never,
        }),
      ),
    enabled: text !== '{}',
    ...(text !== '{}' && { placeholderData: keepPreviousData }),
    staleTime: 0,
  });
};

/** The change, made: unless somebody else changed it since it was read. */
export const save = (endpoint: Endpoint, patch: Patch, canary: number | undefined): Promise<Updated> =>
  got<Updated>(
    api.PATCH('/v1/endpoints/{endpointId}', {
      params: {
        path: { endpointId: endpoint.id },
        query: canary === undefined ? {} : { canary },
        header: { 'If-Match': `"r${endpoint.revision}"` },
      },
      body: patch as never,
    }),
  );
