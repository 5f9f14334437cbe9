import { decodeWire, encodeWire } from '@tidegate/bootstrap/log-wire';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Export = {
  resourceLogs: {
    resource: { attributes: KeyValue[] };
    scopeLogs: { logRecords: { body: { stringValue: string }; attributes: KeyValue[] }[] }[];
  }[];
};
type KeyValue = { key: string; value: { stringValue: string } };
type Push = { streams: { stream: Record<string, string>; values: [string, string, object][] }[] };

export type Got = Readonly<{ headers: IncomingHttpHeaders; service: string | undefined; texts: string[] }>;
/** How it answers once, instead of taking what comes. */
export type Answer = Readonly<{
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}>;

/** Somebody else’s log store: takes OTLP (protobuf) at /v1/logs and Loki’s push (JSON) elsewhere, both zipped. */
export class LogReceiver {
  /** What was taken, and how often somebody came. */
  readonly got: Got[] = [];
  requests = 0;
  /** In turn; then it takes everything. */
  answers: Answer[] = [];
  /** While it is set everything is answered so. */
  always: Answer | null = null;
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.requests++;
      const bytes = gunzipSync(Buffer.concat(chunks));
      const got = request.url === '/v1/logs' ? otlp(bytes) : loki(bytes);
      const answer = this.always ?? this.answers.shift() ?? { status: 200 };
      if (answer.status < 300 || answer.status === 400) this.got.push({ headers: request.headers, ...got });
      respond(response, answer);
    });
  });

  static async open(): Promise<LogReceiver> {
    const receiver = new LogReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  url(path: '/v1/logs' | '/loki/api/v1/push'): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${path}`;
  }

  /** Every line that was taken, in the order of coming. */
  get texts(): string[] {
    return this.got.flatMap(({ texts }) => texts);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const respond = (response: ServerResponse, { status, headers = {}, body = '' }: Answer): void => {
  response.writeHead(status, headers).end(body);
};

const otlp = (bytes: Buffer): Omit<Got, 'headers'> => {
  const { resourceLogs } = decodeWire('ExportLogs', bytes) as Export;
  return {
    service: resourceLogs[0]?.resource.attributes.find(({ key }) => key === 'service.name')?.value
      .stringValue,
    texts: resourceLogs.flatMap(({ scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) => logRecords.map(({ body }) => body.stringValue)),
    ),
  };
};

const loki = (bytes: Buffer): Omit<Got, 'headers'> => {
  const { streams } = JSON.parse(bytes.toString('utf8')) as Push;
  return {
    service: streams[0]?.stream['service_name'],
    texts: streams.flatMap(({ values }) => values.map(([, text]) => text)),
  };
};

/** What a collector says that took only a part. */
export const partially = (rejectedLogRecords: number, errorMessage: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/x-protobuf' },
  body: encodeWire('ExportedLogs', {
    partialSuccess: { rejectedLogRecords: String(rejectedLogRecords), errorMessage },
  }),
});
