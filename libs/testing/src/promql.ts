import { parser } from '@prometheus-io/lezer-promql';

/** What an expression reads: a metric, and the labels by which it is chosen. */
export type Selector = Readonly<{ metric: string; labels: readonly string[] }>;

/** What Grafana puts in the place of its variables, as far as boards use them. */
export const filled = (expr: string, variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), expr);

/** @throws what is no PromQL, with the place */
export const selectorsIn = (expr: string): Selector[] => {
  const found: Selector[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`no PromQL at ${String(from)}: ${expr}`);
      if (type.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      const labels = [...expr.slice(from, to).matchAll(/[{,]\s*([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)];
      found.push({
        metric: name ? expr.slice(name.from, name.to) : '',
        labels: labels.map(([, label]) => label ?? ''),
      });
    },
  });
  return found;
};
