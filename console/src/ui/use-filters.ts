import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

type Filters<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** Filters that live in the URL: what is there, and what changes some of them. Empty ones leave it. */
export const useFilters = <Name extends string>(): readonly [
  Filters<Name>,
  (next: Readonly<Partial<Record<Name, string | undefined>>>) => void,
] => {
  const filters = useRouterState({ select: ({ location }) => location.search as unknown }) as Filters<Name>;
  const navigate = useNavigate();
  const set = useCallback(
    (next: Readonly<Partial<Record<Name, string | undefined>>>) => {
      const merge = (old: Readonly<Record<string, unknown>>): never =>
        Object.fromEntries(
          Object.entries({ ...old, ...next }).filter(([, value]) => value !== undefined && value !== ''),
        ) as never;
      void navigate({ to: '.', search: merge, replace: true, resetScroll: false });
    },
    [navigate],
  );
  return [filters, set];
};
