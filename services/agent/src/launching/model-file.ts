/** `owner/name`; each part may be a folder's name and nothing else. */
const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The folders of a model below the models folder; undefined for a name that is no model id. */
export const modelFolder = (model: string): readonly [owner: string, name: string] | undefined => {
  const [owner, name, ...rest] = model.split('/');
  if (owner === undefined || name === undefined || rest.length > 0) return undefined;
  return PART.test(owner) && PART.test(name) ? [owner, name] : undefined;
};

/** Of a model in several files the engine wants the first, and finds the others by it. */
export const firstGguf = (fileNames: readonly string[]): string | undefined =>
  fileNames.filter((fileName) => fileName.endsWith('.gguf')).toSorted()[0];
