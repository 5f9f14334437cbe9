/** One call of an endpoint, as it goes over the wire. */
export type Call = Readonly<{
  /** Of the endpoint, without a slash at its end. */
  url: string;
  /** Below it, like `chat/completions`. */
  path: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** JSON; null for none. */
  body: unknown;
  /** Anybody may call it. */
  isPublic?: boolean;
}>;
export type Language = 'curl' | 'python' | 'javascript';
export const LANGUAGES: readonly Readonly<{ id: Language; label: string }>[] = [
  { id: 'curl', label: 'curl' },
  { id: 'python', label: 'Python' },
  { id: 'javascript', label: 'JavaScript' },
];
const TOKEN = 'TIDEGATE_TOKEN';

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const indented = (value: unknown, by: string): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);

/** Values as Python writes them. */
export const pythonOf = (value: unknown, by = ''): string => {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  const deeper = `${by}    `;
  if (Array.isArray(value))
    return value.length === 0
      ? '[]'
      : `[\n${value.map((each) => `${deeper}${pythonOf(each, deeper)},\n`).join('')}${by}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, each]) => `${deeper}${JSON.stringify(key)}: ${pythonOf(each, deeper)},\n`,
    );
    return entries.length === 0 ? '{}' : `{\n${entries.join('')}${by}}`;
  }
  return JSON.stringify(value);
};

const isStream = ({ body }: Call): boolean =>
  typeof body === 'object' && body !== null && (body as { stream?: unknown }).stream === true;
const addressOf = ({ url, path }: Call): string => (path === '' ? url : `${url}/${path.replace(/^\//, '')}`);

const curl = (call: Call): string =>
  [
    `curl ${isStream(call) ? '-N ' : ''}${call.method === 'GET' ? '' : `-X ${call.method} `}${shellWord(addressOf(call))}`,
    ...(call.isPublic ? [] : [`-H "Authorization: Bearer $${TOKEN}"`]),
    ...(call.body === null
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${shellWord(JSON.stringify(call.body))}`]),
  ].join(' \\\n  ');

const python = (call: Call): string => {
  const streamed = isStream(call);
  return `import os
import requests

answer = requests.request(
    ${JSON.stringify(call.method)},
    ${JSON.stringify(addressOf(call))},
${call.isPublic ? '' : `    headers={"Authorization": f"Bearer {os.environ['${TOKEN}']}"},\n`}${
    call.body === null ? '' : `    json=${pythonOf(call.body, '    ')},\n`
  }${streamed ? '    stream=True,\n' : ''})
answer.raise_for_status()
${streamed ? 'for line in answer.iter_lines(decode_unicode=True):\n    print(line)' : 'print(answer.text)'}
`;
};

const javascript = (call: Call): string => {
  const headers = [
    ...(call.isPublic ? [] : [`authorization: \`Bearer \${process.env.${TOKEN}}\``]),
    ...(call.body === null ? [] : [`'content-type': 'application/json'`]),
  ];
  return `const answer = await fetch(${JSON.stringify(addressOf(call))}, {
  method: '${call.method}',
${headers.length === 0 ? '' : `  headers: { ${headers.join(', ')} },\n`}${
    call.body === null ? '' : `  body: JSON.stringify(${indented(call.body, '  ')}),\n`
  }});
if (!answer.ok) throw new Error(await answer.text());
${
  isStream(call)
    ? 'for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) process.stdout.write(piece);'
    : 'console.log(await answer.text());'
}
`;
};

const WRITERS: Readonly<Record<Language, (call: Call) => string>> = { curl, python, javascript };

/** The call as a program; the token comes from the environment. */
export const snippetOf = (call: Call, language: Language): string => WRITERS[language](call);
