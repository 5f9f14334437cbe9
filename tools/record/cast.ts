/** What a terminal showed, and when: seconds since the beginning. */
export type Cast = Readonly<{
  width: number;
  height: number;
  title: string;
  events: readonly (readonly [number, string])[];
}>;

/** In the format asciicast, version 2: a header, then one event a line. */
export const castText = ({ width, height, title, events }: Cast): string =>
  [{ version: 2, width, height, title }, ...events.map(([at, text]) => [at, 'o', text])]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

/** @throws SyntaxError when it is none */
export const castOf = (text: string): Cast => {
  const [header = '{}', ...lines] = text.trimEnd().split('\n');
  const { width, height, title } = JSON.parse(header) as Omit<Cast, 'events'>;
  const events = lines
    .map((line) => JSON.parse(line) as [number, string, string])
    .filter(([, kind]) => kind === 'o')
    .map(([at, , written]) => [at, written] as const);
  return { width, height, title, events };
};
