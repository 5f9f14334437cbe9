/**
 * Ids one after another, without the known ones. A decision of which only a part came into the log before its process died is
 * made anew, by the same trigger: what came is known by then, and what is still missing must not have its ids.
 */
export const newIds = (known: Iterable<string>, nth: (n: number) => string): (() => string) => {
  const taken = new Set(known);
  let n = 0;
  return () => {
    let id = nth(n++);
    while (taken.has(id)) id = nth(n++);
    return id;
  };
};
