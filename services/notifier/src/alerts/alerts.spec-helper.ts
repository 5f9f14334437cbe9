import type { AddressInfo } from 'node:net';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type MetricAsk,
  type MetricValue,
  metricQuestions,
  refuse,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

type Values = typeof metricQuestions.values;
/** What metrics says, by project and then by endpoint; null of a project: of the whole of it. */
export const figures = new Map<string, Map<string | null, number | null>>();
/** Replicas and what metrics says of them, by endpoint. */
export const replicaFigures = new Map<string, Map<string, number>>();
export const asked: MetricAsk[] = [];
/** Whether metrics answers nobody. */
export const outage = { isOn: false };

/** The service `metrics`, in memory: it knows what a spec says, and gives out one value a page. */
@Controller()
class MemoryMetrics {
  @Answers(metricQuestions.values)
  values({ asks, cursor }: AskOf<Values>): Promise<AnswerOf<Values>> {
    if (outage.isOn) refuse('service.unavailable', { service: 'metrics' });
    if (cursor === null) asked.push(...asks);
    const all = asks.flatMap(valuesFor);
    const from = Number(cursor ?? 0);
    return Promise.resolve({
      items: all.slice(from, from + 1),
      nextCursor: from + 1 < all.length ? String(from + 1) : null,
    });
  }
}

const valuesFor = ({ key, projectId, endpointId: wanted, scope }: MetricAsk): MetricValue[] => {
  const own = [...(figures.get(projectId) ?? [])].filter(([endpointId]) =>
    scope === 'project' ? endpointId === null : endpointId !== null && (wanted ?? endpointId) === endpointId,
  );
  return own.flatMap(([endpointId, value]): MetricValue[] => {
    if (scope !== 'replica') return [{ key, atUs: 0, endpointId, replicaId: null, value }];
    const replicas = replicaFigures.get(endpointId ?? '') ?? new Map<string, number>();
    return [...replicas].map(([replicaId, of]) => ({ key, atUs: 0, endpointId, replicaId, value: of }));
  });
};

@Module({ imports: [EventingModule.forRoot({ service: 'metrics' })], controllers: [MemoryMetrics] })
class MemoryMetricsModule {}

export const metricsBeside = (beside: TestService): Promise<TestService> =>
  testService({ service: 'metrics', module: MemoryMetricsModule, beside });

export type Mailed = Readonly<{ to: string[]; mail: Email }>;

/** A mail server that keeps what it gets, and refuses as it is told to. */
export class MailServer {
  readonly received: Mailed[] = [];
  /** Of recipients: what they are refused with. */
  readonly refusals = new Map<string, number>();
  /** So many next mails are answered 451: not now. */
  busy = 0;
  #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onAuth: ({ username, password }, _session, answer) =>
        username === 'tidegate' && password === 'let me in'
          ? answer(null, { user: username })
          : answer(new Error('no')),
      onRcptTo: ({ address }, _session, answer) => {
        const code = this.refusals.get(address);
        answer(
          code === undefined ? null : Object.assign(new Error('no such mailbox'), { responseCode: code }),
        );
      },
      onData: (stream, { envelope }, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (this.busy-- > 0) return answer(Object.assign(new Error('try later'), { responseCode: 451 }));
          void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            this.received.push({ to: envelope.rcptTo.map(({ address }) => address), mail });
            answer(null);
          });
        });
      },
    });
  }

  static async open(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  url(user = 'tidegate:let%20me%20in@'): string {
    return `smtp://${user}127.0.0.1:${String((this.#server.server.address() as AddressInfo).port)}`;
  }

  to(address: string): Email[] {
    return this.received.filter(({ to }) => to.includes(address)).map(({ mail }) => mail);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
