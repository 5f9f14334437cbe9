import { join } from 'node:path';
import type { Home } from './home.ts';
import { ensureSample, ensureToken, isUsable, type SampleEndpoint, signInLink } from './sample.ts';
import type { Facts } from './service-environment.ts';

const SAMPLE_WITHIN_MS = 60_000;

/** What a newcomer needs to make a first call. */
export type Ready = Readonly<{
  url: string;
  /** Host and port of the gRPC API; null when it is off. */
  grpc: string | null;
  /** Signs a browser in, once and within minutes; null when the platform gave none. */
  console: string | null;
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

/** Made last, so that it is as fresh as it can be when somebody reads it. */
const consoleLink = async (
  operator: { url: string; token: string },
  token: string,
  say: Greeting['say'],
): Promise<string | null> => {
  try {
    return await signInLink(operator, token);
  } catch (error) {
    say(`the platform is up, but it gave no link to its console: ${messageOf(error)}`);
    return null;
  }
};

/** Gets a token and the sample endpoint from a platform that is up. What it cannot get it says, and does without. */
export const greet = async (greeting: Greeting): Promise<Ready> => {
  const { home, facts, say } = greeting;
  const url = `http://127.0.0.1:${facts.port}`;
  const grpc = facts.grpcPort === 0 ? null : `127.0.0.1:${facts.grpcPort}`;
  const ready = { url, grpc, console: null, token: null, endpoints: [], home: home.folder };
  try {
    const operator = { url, token: facts.operatorToken };
    const token = await ensureToken(operator, join(home.secrets, 'token'));
    const endpoints = await sampleEndpoints({ url, token }, greeting);
    return { ...ready, token, endpoints, console: await consoleLink(operator, token, say) };
  } catch (error) {
    say(`the platform is up, but it gave no token: ${messageOf(error)}`);
    return ready;
  }
};
