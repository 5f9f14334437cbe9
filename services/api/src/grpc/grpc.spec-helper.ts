import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import {
  type Client,
  type ClientReadableStream,
  Metadata,
  type ServiceError,
  credentials,
  loadPackageDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { PROTO_FILES, PROTO_FOLDER } from '@tidegate/contracts';

type Named = Readonly<{
  id: string;
  name: string;
  state: string;
  requestTimeouts: Readonly<{ _idleSeconds?: string }>;
}>;
type EventMessage = Readonly<{ type: string; data: unknown }>;
/** What tests look at in answers. A field that an answer has not is undefined, and the test then fails on its value. */
export type Answer = Readonly<{
  endpoint: Named;
  _endpoint?: string;
  endpoints: readonly Named[];
  etag: string;
  nextCursor: string;
  _nextCursor?: string;
  problems: readonly unknown[];
  revisions: readonly unknown[];
  events: readonly EventMessage[];
  manifest: string;
  documents: readonly unknown[];
  project: Named;
  token: unknown;
  secret: string;
  kind: string;
  securityGroup: Named;
  securityGroups: readonly unknown[];
  hardware: readonly unknown[];
  frameworks: readonly unknown[];
  node: Named;
  nodes: readonly Named[];
  snapshot: Readonly<{ position: number }>;
  change: Readonly<{ event: EventMessage }>;
  text: string;
  line: unknown;
  lines: readonly unknown[];
  listServicesResponse: Readonly<{ service: readonly Readonly<{ name: string }>[] }>;
  fileDescriptorResponse: Readonly<{ fileDescriptorProto: readonly Uint8Array[] }>;
}>;
export type Refused = Readonly<{
  code: number;
  message: string;
  reason: string;
  violations: readonly Readonly<{ field: string; description: string }>[];
  retryAfterSeconds: number | null;
  requestId: string;
}>;
type Done = (error: ServiceError | null, answer: Answer) => void;
type Unary = (request: object, metadata: Metadata, options: object, done: Done) => void;
type Streaming = (request: object, metadata: Metadata) => ClientReadableStream<Answer>;
/** A client’s methods by name; whether one streams, the test knows. */
type Stub = Readonly<{ close: () => void; methods: Readonly<Record<string, Unary & Streaming>> }>;
type Constructor = new (address: string, security: object) => Client;

const definitions = loadSync([...PROTO_FILES], {
  includeDirs: [fileURLToPath(PROTO_FOLDER)],
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});
const { tidegate } = loadPackageDefinition(definitions) as unknown as {
  tidegate: { v1: Record<string, Constructor> };
};

/** A client whose methods are there by their names. */
export const stubAt = (of: Constructor, port: number): Stub => {
  const client = new of(`127.0.0.1:${port}`, credentials.createInsecure());
  const methods = client as unknown as Record<string, (...given: unknown[]) => unknown>;
  return {
    close: () => client.close(),
    methods: new Proxy(
      {},
      {
        get: (_, name: string) => methods[name]?.bind(client),
      },
    ),
  };
};

/** A client that knows the proto files and the standard ones, and nothing of this service’s code. */
export const grpcClient = (port: number) => {
  const stubs = new Map<string, Stub>();
  const methodOf = (service: string, method: string): Unary & Streaming => {
    const stub = stubs.get(service) ?? stubAt(tidegate.v1[service]!, port);
    stubs.set(service, stub);
    return stub.methods[method]!;
  };
  const metadataOf = (token: string | null, headers: Record<string, string>): Metadata => {
    const metadata = new Metadata();
    if (token !== null) metadata.set('authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    return metadata;
  };
  return {
    /** `service` is of the package; `method` as in the file. */
    call: (
      service: string,
      method: string,
      request: object,
      { token = null, headers = {}, deadlineMs = 60_000 }: Asked = {},
    ) =>
      new Promise<Answer>((resolve, reject) => {
        const options = { deadline: Date.now() + deadlineMs };
        methodOf(service, method)(request, metadataOf(token, headers), options, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        });
      }),
    stream: (service: string, method: string, request: object, token: string) => {
      const stream = methodOf(service, method)(request, metadataOf(token, {}));
      const items: Answer[] = [];
      let error = new Error('it was not refused');
      const ended = new Promise<void>((resolve) => {
        stream.on('data', (item: Answer) => items.push(item));
        stream.on('error', (problem: ServiceError) => {
          error = problem;
          resolve();
        });
        stream.on('end', resolve);
      });
      return { items, ended, error: () => error, cancel: () => stream.cancel() };
    },
    close: () => {
      for (const stub of stubs.values()) stub.close();
    },
  };
};
type Asked = Readonly<{ token?: string | null; headers?: Record<string, string>; deadlineMs?: number }>;

// protobufjs comes with the loader: here it reads what the service wrote by hand.
const ofLoader = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'));
const { parse } = ofLoader('protobufjs') as {
  parse: (text: string) => { root: { lookupType: (name: string) => Type } };
};
type Type = { decode: (bytes: Uint8Array) => object };
const standard = parse(`
  syntax = "proto3"; package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message BadRequest { message FieldViolation { string field = 1; string description = 2; } repeated FieldViolation field_violations = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }
  message RequestInfo { string request_id = 1; string serving_data = 2; }`).root;

const read = (name: string, bytes: Uint8Array): object => standard.lookupType(name).decode(bytes);

/** What a google.rpc.Status says, read with the standard’s own messages. */
export const readStatus = (bytes: Uint8Array): Refused => {
  type Any = { typeUrl: string; value: Uint8Array };
  const { code, message, details } = read('google.rpc.Status', bytes) as {
    code: number;
    message: string;
    details: Any[];
  };
  const detail = (name: string): object | undefined => {
    const any = details.find(({ typeUrl }) => typeUrl === `type.googleapis.com/google.rpc.${name}`);
    return any && read(`google.rpc.${name}`, any.value);
  };
  const retry = detail('RetryInfo') as { retryDelay: { seconds: unknown } } | undefined;
  const bad = detail('BadRequest') as { fieldViolations: Refused['violations'] } | undefined;
  return {
    code,
    message,
    reason: (detail('ErrorInfo') as { reason: string }).reason,
    violations: (bad?.fieldViolations ?? []).map(({ field, description }) => ({ field, description })),
    retryAfterSeconds: retry ? Number(retry.retryDelay.seconds) : null,
    requestId: (detail('RequestInfo') as { requestId: string }).requestId,
  };
};

/** How a call was refused, or how a stream ended. */
export const refusalOf = async (call: Promise<unknown> | Error): Promise<Refused> => {
  const error =
    call instanceof Error
      ? call
      : await call.then(
          () => new Error('it was not refused'),
          (thrown: unknown) => thrown as Error,
        );
  const [bytes] = (error as Partial<ServiceError>).metadata?.get('grpc-status-details-bin') ?? [];
  if (!(bytes instanceof Uint8Array)) throw error;
  const refused = readStatus(bytes);
  expect(refused.code).toBe((error as ServiceError).code);
  return refused;
};
