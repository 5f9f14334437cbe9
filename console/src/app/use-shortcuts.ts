import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { letters } from './remembered.ts';
import { type Deed, hear } from './shortcuts.ts';

type Doers = Readonly<{ palette: () => void; sheet: () => void }>;

/** A second key comes within this time, or the first is forgotten. */
const PATIENCE_MS = 1_200;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === 'textbox');

/** Rows say `data-row`, and the link in them takes the focus. */
const step = (by: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  next?.focus();
};

/** Listens to the whole page; a dialog that is open keeps its keys. */
export const useShortcuts = (doers: Doers): void => {
  const navigate = useNavigate();
  const latest = useRef(doers);
  useEffect(() => {
    latest.current = doers;
  });
  useEffect(() => {
    let pending: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const act = (deed: Deed): void => {
      if (deed.kind === 'go') void navigate({ to: deed.to });
      else if (deed.kind === 'palette' || deed.kind === 'sheet') latest.current[deed.kind]();
      else if (deed.kind === 'search') document.querySelector<HTMLElement>('[data-search]')?.focus();
      else step(deed.kind === 'next' ? 1 : -1);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || document.querySelector('[aria-modal="true"]')) return;
      const heard = hear(
        pending,
        {
          key: event.key,
          ctrlKey: event.ctrlKey,
          metaKey: event.metaKey,
          altKey: event.altKey,
          isTyping: isField(event.target),
        },
        letters.get() === 'on',
      );
      clearTimeout(timer);
      pending = heard.pending;
      if (pending !== null) timer = setTimeout(() => (pending = null), PATIENCE_MS);
      if (!heard.deed) return;
      event.preventDefault();
      act(heard.deed);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey);
    };
  }, [navigate]);
};
