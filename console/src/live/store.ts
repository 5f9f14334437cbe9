/** A value outside React that components follow with `useSyncExternalStore`. */
export type Store<Value> = Readonly<{
  get: () => Value;
  set: (value: Value) => void;
  subscribe: (listener: () => void) => () => void;
}>;

export const create = <Value>(initial: Value): Store<Value> => {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
