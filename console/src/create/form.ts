import { createContext, useContext } from 'react';
import { type Draft, type Json, saidOf, valueAt, withValue } from './draft.ts';

type Said = readonly Readonly<{ pointer: string; message: string }>[];

export type Form = Readonly<{
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  problems: Said;
  warnings: Said;
  /** Whether what is wrong with a field is said beside it: one that was not touched is left in peace until all is sent. */
  isShown: (pointer: string) => boolean;
  touch: (pointer: string) => void;
}>;

export const FormContext = createContext<Form | null>(null);

export const useForm = (): Form => {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field stands outside a form');
  return form;
};

/** Where a field is in the document, for who is told that something is wrong with it. */
export const idOf = (pointer: string): string => `field${pointer.replaceAll('/', '-')}`;

export type Bound = Readonly<{
  id: string;
  value: Json | undefined;
  error: string | undefined;
  warning: string | undefined;
  set: (value: Json | undefined) => void;
  touch: () => void;
}>;

/** The value at a pointer, what is said of it, and how it changes. */
export const useBound = (pointer: string): Bound => {
  const { draft, setDraft, problems, warnings, isShown, touch } = useForm();
  return {
    id: idOf(pointer),
    value: valueAt(draft, pointer),
    error: isShown(pointer) ? saidOf(pointer, problems) : undefined,
    warning: saidOf(pointer, warnings),
    set: (value) => {
      setDraft((now) => withValue(now, pointer, value));
      touch(pointer);
    },
    touch: () => touch(pointer),
  };
};
