import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';

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

const TYPING_MS = 350;

type Typing = Readonly<{
  typed: string;
  type: (text: string) => void;
  /** At once, without waiting for more. */
  send: (text: string) => void;
}>;

/** A text that is applied when typing pauses, and follows the URL when that changes by itself. */
export const useTyped = (value: string, apply: (text: string) => void): Typing => {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (value !== seen) {
    setSeen(value);
    // What was sent comes back while more is typed: that is kept.
    if (value !== sent) setTyped(value);
  }
  const send = (text: string): void => {
    clearTimeout(timer.current);
    setTyped(text);
    setSent(text);
    apply(text);
  };
  const type = (text: string): void => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(text), TYPING_MS);
  };
  return { typed, type, send };
};
