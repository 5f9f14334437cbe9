import { join } from 'node:path';
import type { Home } from './home.ts';
import { ensureSample, ensureToken, isUsable, type SampleEndpoint } from './sample.ts';
import type { Facts } from './service-environment.ts';

const SAMPLE_WITHIN_MS = 60_000;

/** What a newcomer needs to make a first call. */
export type Ready = Readonly<{
  url: string;
  /** Host and port of the gRPC API; null when it is off. */
  grpc: string | null;
  /** Null when the platform gave none; that was said. */
  token: string | null;
  endpoints: readonly SampleEndpoint[];
  home: string;
}>;

export type Greeting = Readonly<{
  home: Home;
  facts: Facts;
  /** The demonstration model on its way to disk; undefined when no sample is wanted. */
  model: Promise<void> | undefined;
  signal: AbortSignal;
  say: (line: string) => void;
  progress: (name: string, what: string) => void;
}>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const sampleEndpoints = async (
  api: { url: string; token: string },
  { model, signal, say, progress }: Greeting,
): Promise<readonly SampleEndpoint[]> => {
  if (model === undefined) return [];
  try {
    await model;
    const sample = await ensureSample(api, { withinMs: SAMPLE_WITHIN_MS, signal });
    if (isUsable(sample)) progress(sample.name, `endpoint ${sample.id}, ${sample.state}`);
    else say(`the platform is up, but the sample endpoint ${sample.name} is ${sample.state}`);
    return [sample];
  } catch (error) {
    say(`the platform is up, but without the sample endpoint: ${messageOf(error)}`);
    return [];
  }
};

/** Gets a token and the sample endpoint from a platform that is up. What it cannot get it says, and does without. */
export const greet = async (greeting: Greeting): Promise<Ready> => {
  const { home, facts, say } = greeting;
  const url = `http://127.0.0.1:${facts.port}`;
  const grpc = facts.grpcPort === 0 ? null : `127.0.0.1:${facts.grpcPort}`;
  const ready = { url, grpc, token: null, endpoints: [], home: home.folder };
  try {
    const token = await ensureToken({ url, token: facts.operatorToken }, join(home.secrets, 'token'));
    return { ...ready, token, endpoints: await sampleEndpoints({ url, token }, greeting) };
  } catch (error) {
    say(`the platform is up, but it gave no token: ${messageOf(error)}`);
    return ready;
  }
};
