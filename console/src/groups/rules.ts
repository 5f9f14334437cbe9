export type Rule = Readonly<{ cidr: string; ports: readonly number[] }>;

/** One rule a line: a network, then its ports; without any, all of them. What is no number stays for the API to refuse. */
export const rulesOf = (text: string): readonly Rule[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [cidr = '', ...ports] = line.split(/[\s,]+/).filter((word) => word !== '');
      return { cidr, ports: ports.map(Number) };
    });

export const linesOf = (rules: readonly Rule[]): string =>
  rules.map(({ cidr, ports }) => [cidr, ports.join(',')].join(' ').trim()).join('\n');
