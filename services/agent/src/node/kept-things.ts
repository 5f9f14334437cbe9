/** The most that one report carries, and the longest of them. */
export const MOST_KEPT = 500;
const LONGEST = 512;
/** So many of them at least may be models when there are that many: they are larger than images and named by hand. */
const MODELS_FIRST = 250;

/**
 * What a node has already, in one order whatever the order in which it was found.
 * @param models `owner/name` @param images references, those that came last first
 */
export const keptThings = (models: readonly string[], images: readonly string[]): string[] => {
  const unique = (kind: string, names: readonly string[]): string[] =>
    [...new Set(names)].map((name) => `${kind}:${name}`).filter((name) => name.length <= LONGEST);
  const [ofModels, ofImages] = [unique('model', models), unique('image', images)];
  const roomForModels = Math.max(MODELS_FIRST, MOST_KEPT - ofImages.length);
  const kept = ofModels.toSorted().slice(0, roomForModels);
  return [...kept, ...ofImages.slice(0, MOST_KEPT - kept.length)].toSorted();
};
