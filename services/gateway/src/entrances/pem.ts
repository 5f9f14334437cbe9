export type PairFiles = Readonly<{ certificateFile: string; keyFile: string }>;

const markers = (text: string, which: 'BEGIN' | 'END'): number =>
  text.match(new RegExp(`^-----${which} [A-Z0-9 ]+-----\\s*$`, 'gm'))?.length ?? 0;

/** Every block of a PEM text that begins also ends: of one that is being written the rest is missing. */
export const isWholePem = (text: string): boolean => {
  const begun = markers(text, 'BEGIN');
  return begun > 0 && begun === markers(text, 'END') && text.trimEnd().endsWith('-----');
};
