import type { Ready } from './greet.ts';

/** One line for programs. */
export const asJson = (ready: Ready, pids: Readonly<Record<string, number>>): string =>
  JSON.stringify({ ready: true, ...ready, pids });

const question = (model: string): string =>
  JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Why did it scale?' }] });

/** For people: where it is, how to get in, and a line to try. */
export const asText = ({ url, grpc, console, token, endpoints, home }: Ready): string => {
  const lines = ['', `  Tidegate    ${url}`];
  if (console !== null) lines.push(`  Console     ${console}  (signs you in once, within 10 minutes)`);
  lines.push(`  OpenAI API  ${url}/v1`);
  if (grpc !== null) lines.push(`  gRPC API    ${grpc}`);
  if (token !== null) lines.push(`  Token       ${token}`);
  lines.push(`  Data        ${home}`);
  for (const endpoint of endpoints)
    lines.push(`  Endpoint    ${endpoint.name}  ${endpoint.url}  ${endpoint.state}`);
  const [first] = endpoints;
  if (first && token !== null)
    lines.push(
      '',
      '  Try it:',
      `  curl ${url}/v1/chat/completions -H 'Authorization: Bearer ${token}' \\`,
      `    -H 'Content-Type: application/json' -d '${question(first.name)}'`,
    );
  lines.push('', '  Ctrl-C stops everything; the data stays.');
  return lines.join('\n');
};
