import { useState } from 'react';
import type { Endpoint } from '../endpoint/queries.ts';
import type { Asked } from './ask.ts';
import { FIRST_FORM, type Form, type Turn, wishOf } from './form.ts';
import type { Mode } from './modes.ts';
import { useAsk } from './use-ask.ts';

export type Wrong = Readonly<{ field: keyof Form; sentence: string }>;
export type Trial = Readonly<{
  form: Form;
  turns: readonly Turn[];
  asked: Asked | null;
  /** The message that is being answered. */
  asking: string | null;
  wrong: Wrong | null;
  isGoing: boolean;
  change: (more: Partial<Form>) => void;
  submit: () => void;
  stop: () => void;
  clear: () => void;
}>;

/** One form of the playground, the conversation it leads to, and the call under way. */
export const useTrial = (endpoint: Endpoint, mode: Exclude<Mode, 'websocket'>, url: string): Trial => {
  const [form, setForm] = useState<Form>(FIRST_FORM);
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [asking, setAsking] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const change = (more: Partial<Form>): void => {
    setWrong(null);
    setForm((before) => ({ ...before, ...more }));
  };
  const asks = useAsk(({ answer }: Asked) => {
    if (mode !== 'chat' || answer.text === '') return;
    const said: Turn[] = [
      { role: 'user', content: asking ?? '' },
      { role: 'assistant', content: answer.text },
    ];
    setTurns((before) => [...before, ...said]);
    setAsking(null);
  });
  const { asked, send, stop } = asks;
  const isGoing = asked?.state === 'waiting' || asked?.state === 'answering';
  const submit = (): void => {
    if (isGoing) return;
    const wish = wishOf(mode, form, url, turns);
    if ('wrong' in wish) {
      setWrong(wish.wrong);
      return;
    }
    if (mode === 'chat') {
      setAsking(form.message);
      change({ message: '' });
    }
    send({ ...wish.call, isPublic: endpoint.visibility === 'public' });
  };
  const clear = (): void => {
    asks.clear();
    setTurns([]);
    setAsking(null);
  };
  return { form, turns, asked, asking, wrong, isGoing, change, submit, stop, clear };
};
