import { type Socket, createSocket } from 'node:dgram';

const [TXT, IN] = [16, 1];
const [NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME] = [0, 2, 3];

/** What a name is answered with: its texts, or a failure, or nothing at all. */
type Zone = Map<string, readonly string[] | 'failure' | 'silence'>;

/** A name server (RFC 1035, UDP) that knows TXT records alone, and what it was asked. */
export type DnsServer = Readonly<{
  address: string;
  zone: Zone;
  asked: string[];
  close: () => Promise<void>;
}>;

export const dnsServer = async (): Promise<DnsServer> => {
  const socket: Socket = createSocket('udp4');
  const zone: Zone = new Map();
  const asked: string[] = [];
  socket.on('message', (query, { address, port }) => {
    const { name, end } = nameIn(query, 12);
    asked.push(name);
    const answer = answerTo(query.subarray(0, end + 4), zone.get(name));
    if (answer) socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    zone,
    asked,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
};

const nameIn = (message: Buffer, start: number): { name: string; end: number } => {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at]; length; length = message[at]) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
};

/** @param question the query's header and question, as they are repeated in the answer */
const answerTo = (question: Buffer, known: ReturnType<Zone['get']>): Buffer | undefined => {
  if (known === 'silence') return undefined;
  const texts = Array.isArray(known) ? (known as readonly string[]) : [];
  const code = known === 'failure' ? SERVER_FAILURE : known ? NO_ERROR : NO_SUCH_NAME;
  const header = Buffer.from(question.subarray(0, 12));
  // A response that is authoritative; recursion asked for and available.
  header.writeUInt16BE(0x8580 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(texts.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12), ...texts.map(recordOf)]);
};

/** The name is a pointer to the question's; texts longer than 255 bytes are in parts. */
const recordOf = (text: string): Buffer => {
  const parts = (text.match(/.{1,255}/gs) ?? ['']).map((part) =>
    Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')]),
  );
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(IN, 4);
  head.writeUInt32BE(300, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
};
