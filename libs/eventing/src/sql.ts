export type Sql = Readonly<{ text: string; values: readonly unknown[] }>;

/** sql`… ${value} …`: every hole is a bound parameter, so there is no way to build a statement by hand. */
export const sql = (parts: TemplateStringsArray, ...values: unknown[]): Sql => ({
  text: parts.reduce((text, part, i) => `${text}$${String(i)}${part}`),
  values,
});
