import { useParams } from '@tanstack/react-router';

/** A part of the path of this page by its name; empty when the path has none. */
export const useParam = (name: string): string => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
};
