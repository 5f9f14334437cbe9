import { useEffect, useState } from 'react';
import { ago } from './format.ts';

const TICK_MS = 1_000;

/** The time now, again each second. */
export const useNow = (everyMs = TICK_MS): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

/** How long ago; the exact time as its title. */
export const Ago = ({ at }: Readonly<{ at: string }>) => {
  const now = useNow();
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(at, now)}
    </time>
  );
};
