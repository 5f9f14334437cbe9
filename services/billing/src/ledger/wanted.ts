/** Which invoices are to be held against the log; all of them where nothing is named. */
export type Wanted = Readonly<{ period: string | null; invoiceId: string | null }>;

const OPTIONS = { '--period': /^\d{4}-(0[1-9]|1[0-2])$/, '--invoice': /^invc-[0-9a-f]{12}$/ } as const;
const isOption = (name: string): name is keyof typeof OPTIONS => Object.hasOwn(OPTIONS, name);

/** What the words of a command line ask for, or what is wrong with them. */
export const wantedIn = (words: readonly string[]): Wanted | string => {
  const found = new Map<string, string>();
  for (let nth = 0; nth < words.length; nth += 2) {
    const [name = '', value = ''] = words.slice(nth, nth + 2);
    if (!isOption(name)) return `${name} is not known here: [--period 2031-02] [--invoice invc-0123456789ab]`;
    if (!OPTIONS[name].test(value)) return `${name} ${value} is none`;
    found.set(name, value);
  }
  return { period: found.get('--period') ?? null, invoiceId: found.get('--invoice') ?? null };
};
