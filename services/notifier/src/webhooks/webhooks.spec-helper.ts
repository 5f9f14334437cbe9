import { randomBytes, randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type Event,
  type Question,
  type StructuredEvent,
  idFrom,
} from '@tidegate/contracts';
import { Asker, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import type { z } from 'zod';

/** Of a notifier that is not in a hurry. */
export const USUAL = {
  secretKey: 'a key of at least thirty-two characters',
  sealKeys: [],
  timeoutSeconds: 20,
  keepDays: 30,
  webhooksPerProject: 3,
  disableAfterDays: 5,
  mostWaiting: 1000,
};

export type Received = Readonly<{
  headers: Record<string, string>;
  body: string;
  path: string;
  event: StructuredEvent;
}>;

/** Somebody else's billing system: takes webhooks, and answers as it is told to. */
export class Receiver {
  readonly received: Received[] = [];
  /** Statuses to answer with, in turn; 204 when there is none. */
  answers: number[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Receiver> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const event = JSON.parse(body) as StructuredEvent;
        receiver.received.push({ headers: textsOf(request.headers), body, path: request.url ?? '', event });
        response.writeHead(receiver.answers.shift() ?? 204).end();
      });
    });
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  url(path = '/hook'): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${path}`;
  }

  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  forget(): void {
    this.received.length = 0;
    this.answers = [];
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const textsOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export const because = (commandId: string = randomUUID()) => ({
  commandId,
  actor: 'tok-0123456789ab',
  requestId: null,
});

@Module({ imports: [EventingModule.forRoot({ service: 'relay', relay: true })] })
class RelayModule {}

/** Carries the log to the bus, on the servers of a service under test. */
export const relayBeside = (beside: TestService): Promise<TestService> =>
  testService({ service: 'relay', module: RelayModule, beside });

/** A busy machine may take its time. */
export const asking =
  (app: () => TestService) =>
  <Q extends Question<string, z.ZodType, z.ZodType>>(question: Q, ask: AskOf<Q>): Promise<AnswerOf<Q>> =>
    app().get(Asker).ask(question, ask, { timeoutMs: 20_000 });

export const newProject = (): string => idFrom('project', randomBytes(6));
export const renamed = (projectId: string, name = 'books'): Event => ({
  type: 'ProjectRenamed',
  data: { projectId, name },
});
export const priced = (sku: string): Event => ({
  type: 'RatePublished',
  data: { sku, priceNanoUsdPerHour: 1_000_000_000, effectiveFromUs: 0 },
});
