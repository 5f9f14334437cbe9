import { REFUSALS, type RefusalCode } from '@tidegate/contracts';

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** The page that a problem’s `type` leads to. */
export const errorPage = (code: RefusalCode): string => {
  const { status, grpc, title, detail, remedy } = REFUSALS[code];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${code} · Tidegate</title>
<h1>${escaped(title)}</h1>
<p><code>${code}</code> · HTTP ${String(status)} · gRPC ${grpc}</p>
<h2>What it says</h2>
<p>${escaped(detail)}</p>
<h2>What to do</h2>
<p>${escaped(remedy)}</p>
</html>
`;
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
