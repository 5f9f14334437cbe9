import { setTimeout as pause } from 'node:timers/promises';
import { openTo } from './raw.ts';

type Line = Readonly<{ url: string; token: string; model: string }>;

const BODY = (model: string): string =>
  JSON.stringify({ model, stream: true, max_tokens: 200, messages: [{ role: 'user', content: 'talk on' }] });

const requestOf = ({ token, model }: Line): { head: string; body: string } => {
  const body = BODY(model);
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'Host: front.test',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${String(body.length)}`,
    '',
    '',
  ].join('\r\n');
  return { head, body };
};

const MOMENTS = [
  'in its head',
  'in its body',
  'before the answer',
  'in the answer',
  'with more to come',
  'without reading',
] as const;
const MANNERS = ['closes', 'resets', 'half-closes'] as const;

/** By number: every moment with every manner in turn. */
export const hangUpOf = (n: number) => ({
  moment: MOMENTS[n % MOMENTS.length] ?? MOMENTS[0],
  manner: MANNERS[Math.floor(n / MOMENTS.length) % MANNERS.length] ?? MANNERS[0],
});

/** One caller that hangs up; resolves when it has. `waitMs` is how long an answer may go on before. */
export const hangUp = async (line: Line, n: number, waitMs: number): Promise<void> => {
  const { head, body } = requestOf(line);
  const { moment, manner } = hangUpOf(n);
  const socket = openTo(line.url);
  const answered = new Promise((resolve) => socket.once('data', resolve));
  switch (moment) {
    case 'in its head':
      socket.write(head.slice(0, 60 + (n % 40)));
      break;
    case 'in its body':
      socket.write(head + body.slice(0, n % body.length));
      break;
    case 'before the answer':
      socket.write(head + body);
      break;
    case 'in the answer':
      socket.write(head + body);
      await Promise.race([answered, pause(10_000)]);
      break;
    case 'with more to come':
      // A second request behind the first, whole or not.
      socket.write(head + body + (head + body).slice(0, 100 + n));
      await Promise.race([answered, pause(10_000)]);
      break;
    case 'without reading':
      socket.pause();
      socket.write(head + body);
  }
  await pause(waitMs);
  if (manner === 'resets') socket.resetAndDestroy();
  else if (manner === 'closes') socket.destroy();
  else {
    socket.end();
    // Who half-closes counts as gone: it need not close the other half to be let go.
    setTimeout(() => socket.destroy(), 5000).unref();
  }
};
