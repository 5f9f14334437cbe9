import { unwrap } from '@tidegate/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import type { Option } from './fields.ts';

const MOST = 200;

/** The names of the project’s endpoints, for what is about one of them. */
export const useEndpoints = (): Readonly<{
  options: readonly Option[];
  nameOf: (id: string | null) => string;
}> => {
  const { data } = useQuery({
    queryKey: ['endpoints', 'names'],
    queryFn: () => unwrap(api.GET('/v1/endpoints', { params: { query: { limit: MOST } } })),
  });
  const options = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return {
    options,
    nameOf: (id) => (id === null ? 'project' : (options.find(({ value }) => value === id)?.label ?? id)),
  };
};
