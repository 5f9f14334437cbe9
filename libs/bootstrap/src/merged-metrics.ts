type Family = { about: string[]; samples: string[] };

const ABOUT = /^# (?:HELP|TYPE|UNIT) (\S+)/;

/** `name value` and `name{label="x"} value` with one more label. */
const labelled = (sample: string, label: string): string => {
  const end = sample.search(/[{\s]/);
  const [name, rest] = [sample.slice(0, end), sample.slice(end)];
  if (!rest.startsWith('{')) return `${name}{${label}}${rest}`;
  return `${name}{${label}${rest.startsWith('{}') ? '' : ','}${rest.slice(1)}`;
};

/**
 * The metrics of several processes, each in the text format of Prometheus, as those of one: every sample says by its label
 * `process` whose it is. That format wants all samples of a metric in one group.
 */
export const mergedMetrics = (texts: ReadonlyMap<string, string>): string => {
  const families = new Map<string, Family>();
  for (const [process, text] of texts) addTo(families, `process="${process}"`, text);
  return [...families.values()]
    .flatMap(({ about, samples }) => [...about, ...samples])
    .map((line) => `${line}\n`)
    .join('');
};

const addTo = (families: Map<string, Family>, label: string, text: string): void => {
  let family: Family | undefined;
  for (const line of text.split('\n')) {
    const name = ABOUT.exec(line)?.[1];
    if (name !== undefined) {
      family = families.get(name) ?? { about: [], samples: [] };
      families.set(name, family);
      if (!family.about.includes(line)) family.about.push(line);
    } else if (line !== '' && !line.startsWith('#')) family?.samples.push(labelled(line, label));
  }
};
