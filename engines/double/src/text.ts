const WORDS = (
  'the tide comes in and the tide goes out again a replica wakes with the first request and sleeps when no one asks ' +
  'each second on the shore is counted once and nothing is lost between two waves'
).split(' ');

/** FNV-1a: small, fast, the same everywhere. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
};

/** A token is a word here, and a prompt has one token per word of it. */
export const countTokens = (text: string): number => Math.max(1, text.split(/\s+/).filter(Boolean).length);

/** The answer to a prompt: always the same for the same prompt, and so many words long. */
export const answerTokens = (prompt: string, count: number): string[] => {
  const first = hash(prompt);
  return Array.from({ length: count }, (_, index) => {
    const word = WORDS[(first + index) % WORDS.length] ?? '';
    return index === 0 ? word : ` ${word}`;
  });
};

export const VECTOR_WIDTH = 64;

/** A vector of length 1 that depends on the text alone. */
export const embeddingOf = (text: string): number[] => {
  const vector = Array.from({ length: VECTOR_WIDTH }, (_, index) => hash(`${index}:${text}`) / 2 ** 31 - 1);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};
