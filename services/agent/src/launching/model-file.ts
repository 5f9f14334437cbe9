/** `owner/name`; each part may be a folder's name and nothing else. */
const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The folders of a model below the models folder; undefined for a name that is no model id. */
export const modelFolder = (model: string): readonly [owner: string, name: string] | undefined => {
  const [owner, name, ...rest] = model.split('/');
  if (owner === undefined || name === undefined || rest.length > 0) return undefined;
  return PART.test(owner) && PART.test(name) ? [owner, name] : undefined;
};

/**
 * Of a model in several files the engine wants the first, and finds the others by it.
 * @param quantization which of a folder's models is meant, as their names say (`Model-Q4_K_M.gguf`); null: the first
 */
export const firstGguf = (
  fileNames: readonly string[],
  quantization: string | null = null,
): string | undefined =>
  fileNames
    .filter(
      (fileName) => fileName.endsWith('.gguf') && (quantization === null || says(fileName, quantization)),
    )
    .toSorted()[0];

/** Between dashes and dots: `q4_k` is not part of `Q4_K_M`. */
const says = (fileName: string, quantization: string): boolean =>
  fileName.toLowerCase().split(/[-.]/).includes(quantization.toLowerCase());
