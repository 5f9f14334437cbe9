import type { InvoiceDocument } from '@tidegate/contracts';
import { textsOf } from './invoice-texts.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
const cells = (tag: 'td' | 'th', texts: readonly string[]): string =>
  texts.map((text, nth) => `<${tag}${nth >= 4 ? ' class="n"' : ''}>${escaped(text)}</${tag}>`).join('');

const STYLE = `
:root { color-scheme: light; }
body { font: 14px/1.45 system-ui, sans-serif; color: #111; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: #555; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: 1.5rem 0; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tfoot th { text-align: right; font-weight: normal; }
tfoot tr:last-child > * { font-weight: bold; border-bottom: 3px double #111; }
footer { color: #555; font-size: .8rem; overflow-wrap: anywhere; }
@page { size: A4; margin: 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 11px; } }`;

/** The invoice as a page: one file, without scripts and without anything from elsewhere. */
export const htmlOf = (document: InvoiceDocument, sha256: string): string => {
  const { title, facts, columns, rows, sums, total, notes } = textsOf(document, sha256);
  const last = String(columns.length - 1);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<table>
<thead><tr>${cells('th', columns)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}
</tbody>
<tfoot>
${[...sums, total]
  .map(
    ([name, value]) =>
      `<tr><th colspan="${last}" scope="row">${escaped(name)}</th><td class="n">${escaped(value)}</td></tr>`,
  )
  .join('\n')}
</tfoot>
</table>
<footer>${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</footer>
</body>
</html>
`;
};
