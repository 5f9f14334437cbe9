import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONTROL_BODY_LIMIT_BYTES, PROTO_PACKAGE } from '@tidegate/contracts';
import { HealthImplementation } from 'grpc-health-check';
import { Callers } from '../http/callers.handler.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { EndpointStreams } from './endpoint.grpc.ts';
import { BUDGET_RPCS } from '../rpcs/budget-rpcs.ts';
import { ENDPOINT_RPCS } from '../rpcs/endpoint-rpcs.ts';
import { loadProtos, reflectedProtos } from './protos.gateway.ts';
import { LEDGER_RPCS } from '../rpcs/ledger-rpcs.ts';
import { LOG_RPCS } from '../rpcs/log-rpcs.ts';
import { NODE_RPCS } from '../rpcs/node-rpcs.ts';
import { CATALOG_RPCS, PROJECT_RPCS, SECURITY_GROUP_RPCS, TOKEN_RPCS } from '../rpcs/resource-rpcs.ts';
import { METRIC_RPCS } from '../rpcs/metric-rpcs.ts';
import { RATE_RPCS } from '../rpcs/rate-rpcs.ts';
import { REPORT_RPCS } from '../rpcs/report-rpcs.ts';
import { Rest } from './rest.gateway.ts';
import type { Rpcs } from '../rpcs/rpc.ts';
import { ALERT_RPCS, CHANNEL_RPCS } from '../rpcs/alert-rpcs.ts';
import { WEBHOOK_RPCS } from '../rpcs/webhook-rpcs.ts';
import { streaming } from './streams.gateway.ts';
import { unary } from './unary.gateway.ts';

const SERVICES: Readonly<Record<string, Rpcs>> = {
  EndpointService: ENDPOINT_RPCS,
  ProjectService: PROJECT_RPCS,
  TokenService: TOKEN_RPCS,
  SecurityGroupService: SECURITY_GROUP_RPCS,
  CatalogService: CATALOG_RPCS,
  NodeService: NODE_RPCS,
  LedgerService: LEDGER_RPCS,
  BudgetService: BUDGET_RPCS,
  ReportService: REPORT_RPCS,
  RateService: RATE_RPCS,
  MetricService: METRIC_RPCS,
  WebhookService: WEBHOOK_RPCS,
  AlertService: ALERT_RPCS,
  ChannelService: CHANNEL_RPCS,
  LogService: LOG_RPCS,
};

const OPTIONS = {
  'grpc.max_receive_message_length': CONTROL_BODY_LIMIT_BYTES,
  // A snapshot of 500 endpoints, each with all it may hold.
  'grpc.max_send_message_length': 64 * 1024 * 1024,
  'grpc.max_concurrent_streams': 200,
  // Who is gone is noticed within a minute and a half.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  // A client comes back from time to time; what it did not take goes with its connection.
  'grpc.max_connection_age_ms': 3_600_000,
  'grpc.max_connection_age_grace_ms': 60_000,
} as const;

/** Calls that are not answered by then are cut. */
const STOP_LIMIT_MS = 5000;

/** gRPC on a port of its own: the API’s services, grpc.health.v1 and reflection. */
@Injectable()
export class GrpcServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('grpc');
  readonly #server = new Server(OPTIONS);
  readonly #health = new HealthImplementation();
  readonly #stopping = new AbortController();
  #port = 0;

  constructor(
    private readonly rest: Rest,
    private readonly streams: EndpointStreams,
    private readonly callers: Callers,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Where it listens; 0 while it does not. */
  get port(): number {
    return this.#port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { grpcPort } = this.settings;
    if (grpcPort === null) return;
    this.#addServices();
    new ReflectionService(reflectedProtos()).addToServer(this.#server);
    this.#health.addToServer(this.#server);
    this.#say('SERVING');
    this.#port = await this.#listen(grpcPort);
    this.#log.log(
      { event: 'grpc.started', port: this.#port },
      `gRPC listens on 127.0.0.1:${String(this.#port)}`,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.#port === 0) return;
    this.#say('NOT_SERVING');
    this.#stopping.abort();
    await new Promise<void>((resolve) => {
      const cut = setTimeout(() => {
        this.#server.forceShutdown();
      }, STOP_LIMIT_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(cut);
        resolve();
      });
    });
    this.#port = 0;
  }

  #addServices(): void {
    const { messages, serviceOf } = loadProtos();
    const { rest, callers } = this;
    const means = { callers, messages, isOpen: () => rest.isOpen, stopping: this.#stopping.signal };
    for (const [name, rpcs] of Object.entries(SERVICES)) {
      const definition = serviceOf(name);
      const methods = Object.entries(definition).map(([method, described]) => {
        const rpc = rpcs[method];
        if (rpc) return [method, unary(described, rpc, { rest, messages })] as const;
        const open = this.streams.methods[method];
        if (!open)
          throw new Error(
            `the proto files promise ${name}.${method}, and nothing answers it: give it a line in rpcs/*-rpcs.ts, or a stream in EndpointStreams`,
          );
        return [method, streaming(described, open, means)] as const;
      });
      this.#server.addService(definition, Object.fromEntries(methods) as UntypedServiceImplementation);
    }
  }

  #say(status: 'SERVING' | 'NOT_SERVING'): void {
    for (const name of ['', ...Object.keys(SERVICES).map((service) => `${PROTO_PACKAGE}.${service}`)])
      this.#health.setStatus(name, status);
  }

  #listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(
        `127.0.0.1:${String(port)}`,
        ServerCredentials.createInsecure(),
        (error, bound) => {
          if (error) reject(error);
          else resolve(bound);
        },
      );
    });
  }
}
