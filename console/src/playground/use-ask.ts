import { useCallback, useEffect, useRef, useState } from 'react';
import type { Call } from '../endpoint/snippets.ts';
import { type Asked, JUST_ASKED, ask } from './ask.ts';

export type Asking = Readonly<{
  asked: Asked | null;
  call: Call | null;
  send: (call: Call) => void;
  stop: () => void;
  clear: () => void;
}>;

/** One call at a time; shown at most once a frame, however fast its pieces come. */
export const useAsk = (onEnd: (asked: Asked, call: Call) => void): Asking => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [call, setCall] = useState<Call | null>(null);
  const going = useRef<AbortController | null>(null);
  const ended = useRef(onEnd);
  useEffect(() => {
    ended.current = onEnd;
  });
  useEffect(() => () => going.current?.abort(), []);
  const stop = useCallback(() => going.current?.abort(), []);
  const clear = useCallback(() => {
    going.current?.abort();
    going.current = null;
    setAsked(null);
  }, []);
  const send = useCallback((wanted: Call) => {
    going.current?.abort();
    const mine = new AbortController();
    going.current = mine;
    setCall(wanted);
    setAsked(JUST_ASKED);
    let [last, frame]: [Asked, number] = [JUST_ASKED, 0];
    const show = (): void => {
      frame = 0;
      if (going.current === mine) setAsked(last);
    };
    const over = (): void => {
      cancelAnimationFrame(frame);
      show();
      if (going.current === mine) ended.current(last, wanted);
    };
    void ask(wanted, mine.signal, (now) => {
      last = now;
      frame ||= requestAnimationFrame(show);
    }).finally(over);
  }, []);
  return { asked, call, send, stop, clear };
};
