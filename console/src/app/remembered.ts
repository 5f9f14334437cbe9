import { type Store, create } from '../live/store.ts';

/** A text that this browser keeps; without storage it lasts as long as the page. */
const keep = (name: string, initial: string): Store<string> => {
  const store = create(initial);
  try {
    store.set(localStorage.getItem(name) ?? initial);
    store.subscribe(() => {
      try {
        localStorage.setItem(name, store.get());
      } catch {
        // Storage is full or shut: it is a convenience only.
      }
    });
  } catch {
    // Likewise.
  }
  return store;
};

/** Whether single letters are shortcuts: some people’s tools type them for them. */
export const letters = keep('tidegate.letters', 'on');

/** Ids of the endpoints that were opened last, the last one first. */
export const recent = keep('tidegate.recent', '');
const KEPT = 5;

export const opened = (endpointId: string): void =>
  recent.set(
    [
      endpointId,
      ...recent
        .get()
        .split(' ')
        .filter((id) => id !== '' && id !== endpointId),
    ]
      .slice(0, KEPT)
      .join(' '),
  );
