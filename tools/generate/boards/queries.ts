/** Per second, over as long as Grafana finds right for the scrape's pace. */
export const rate = (counter: string): string => `rate(${counter}[$__rate_interval])`;

/**
 * A quantile of what a histogram has counted.
 * @param by labels that are kept
 */
export const quantile = (q: number, histogram: string, by: readonly string[] = []): string => {
  const brace = histogram.indexOf('{');
  const [name, labels] = brace < 0 ? [histogram, ''] : [histogram.slice(0, brace), histogram.slice(brace)];
  return `histogram_quantile(${String(q)}, sum by (${['le', ...by].join(', ')}) (${rate(`${name}_bucket${labels}`)}))`;
};

/** By what it is called instead of by its id. */
export const named = (expr: string): string =>
  `${expr} * on (endpoint) group_left (name) max by (endpoint, name) (tidegate_endpoint_info)`;
