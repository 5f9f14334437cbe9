import { useQuery } from '@tanstack/react-query';
import { session } from '../app/session.ts';

type Scope = 'read' | 'write' | 'invoke' | 'admin';

/** The project that is looked at, and what may be done in it. */
export const useProject = (): Readonly<{
  projectId: string | undefined;
  isOperator: boolean;
  may: (scope: Scope) => boolean;
}> => {
  const { data } = useQuery(session);
  return {
    projectId: data?.projectId ?? undefined,
    isOperator: data?.kind === 'operator',
    may: (scope) => data?.scopes.includes(scope) === true,
  };
};
