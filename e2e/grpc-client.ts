import { fileURLToPath } from 'node:url';
import { type Client, Metadata, credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const folder = fileURLToPath(new URL('../libs/contracts/proto', import.meta.url));

type Method = (
  request: unknown,
  metadata: Metadata,
  done: (error: Error | null, answer: unknown) => void,
) => void;

/** The service of endpoints by gRPC, as a user’s program would call it. */
export class GrpcClient {
  private readonly client: Client & Record<string, Method>;
  private readonly token: string;

  constructor(client: Client & Record<string, Method>, token: string) {
    this.client = client;
    this.token = token;
  }

  call<Answer>(method: string, request: unknown): Promise<Answer> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${this.token}`);
    return new Promise((resolve, reject) => {
      const run = this.client[method];
      if (!run) throw new Error(`there is no method ${method}`);
      run.call(this.client, request, metadata, (error, answer) => {
        if (error) reject(error);
        else resolve(answer as Answer);
      });
    });
  }

  close(): void {
    this.client.close();
  }
}

export const grpcClient = (address: string, token: string): GrpcClient => {
  const loaded = loadPackageDefinition(
    loadSync('tidegate/v1/endpoint_service.proto', { includeDirs: [folder], longs: Number, defaults: true }),
  ) as unknown as {
    tidegate: {
      v1: { EndpointService: new (address: string, channel: unknown) => Client & Record<string, Method> };
    };
  };
  return new GrpcClient(new loaded.tidegate.v1.EndpointService(address, credentials.createInsecure()), token);
};
