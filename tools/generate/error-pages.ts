import { REFUSALS, type RefusalKind } from '@tidegate/contracts';

const entries = Object.entries<RefusalKind>(REFUSALS);

/** One page for each refusal: what `type` of a problem leads to. */
export const errorPages = (): [string, string][] => [
  ...entries.map(([code, kind]): [string, string] => [`${code}.md`, pageOf(code, kind)]),
  ['README.md', index()],
];

const pageOf = (code: string, { title, status, grpc, detail, remedy }: RefusalKind): string =>
  `# ${code}

**${title}.**

| | |
| --- | --- |
| HTTP status | ${String(status)} |
| gRPC code | ${grpc} |

## What it says

> ${detail}

## What to do

${remedy}
`;

const index = (): string =>
  `# Errors

Every refusal has a stable code. The control API answers with RFC 9457 problem details (\`application/problem+json\`); the
inference paths answer in the OpenAI API’s shape with the same sentences.

| code | status | meaning |
| --- | --- | --- |
${entries.map(([code, { status, title }]) => `| [${code}](${code}.md) | ${String(status)} | ${title} |`).join('\n')}
`;
