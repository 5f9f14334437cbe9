import { describe, expect, it } from '@jest/globals';
import {
  AlertInstanceView,
  AlertTransitionView,
  AlertView,
  AsyncSettings,
  ChannelDeliveryView,
  ChannelView,
  MuteWindow,
  ENDPOINT_STATES,
  EndpointLimits,
  INVOCATION_STATES,
  InvocationView,
  NodeCapacity,
  NodeDriver,
  NodeView,
  PlacementSpec,
  PlacementView,
  Quotas,
  RateLimits,
  ReplicaView,
  RequestTimeouts,
  SCOPES,
  SLEEP_MODES,
  ScalingRule,
  ScalingSchedule,
  ScalingSpec,
  BudgetView,
  BurnView,
  UsageGroup,
  WAIT_PRICES,
  WebhookDeliveryView,
  WebhookView,
  BalanceView,
  CreditView,
  InvoiceDocument,
  InvoiceDraft,
  InvoiceLineView,
  InvoiceProof,
  InvoiceSummary,
  LedgerTransactionView,
} from '@tidegate/contracts';
import type { z } from 'zod';
import { HardwareView } from '../catalogue/catalogue-view.ts';
import { EndpointView } from '../endpoints/endpoint-view.ts';
import { CreateEndpoint } from '../wishes/endpoint.dto.ts';
import { HistoryEventView } from '../history/history-view.ts';
import { RevisionView } from '../revisions/revision.ts';
import { TokenView } from '../tokens/token-view.ts';
import { LEDGER_RPCS } from '../rpcs/ledger-rpcs.ts';
import { NODE_RPCS } from '../rpcs/node-rpcs.ts';
import { BUDGET_RPCS } from '../rpcs/budget-rpcs.ts';
import { ENDPOINT_RPCS } from '../rpcs/endpoint-rpcs.ts';
import { loadProtos, reflectedProtos } from './protos.gateway.ts';
import { METRIC_RPCS } from '../rpcs/metric-rpcs.ts';
import { RATE_RPCS } from '../rpcs/rate-rpcs.ts';
import { REPORT_RPCS } from '../rpcs/report-rpcs.ts';
import { ALERT_RPCS, CHANNEL_RPCS } from '../rpcs/alert-rpcs.ts';
import { WEBHOOK_RPCS } from '../rpcs/webhook-rpcs.ts';
import { CATALOG_RPCS, PROJECT_RPCS, SECURITY_GROUP_RPCS, TOKEN_RPCS } from '../rpcs/resource-rpcs.ts';

const protos = reflectedProtos();
type Described = { type: { field: { name: string }[]; value: { name: string }[] } };
const fieldsOf = (message: string): string[] =>
  (protos[`tidegate.v1.${message}`] as unknown as Described).type.field.map(({ name }) => name);
const valuesOf = (name: string): string[] =>
  (protos[`tidegate.v1.${name}`] as unknown as Described).type.value.map((value) => value.name);
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('the messages', () => {
  it.each([
    ['Endpoint', EndpointView],
    ['Event', HistoryEventView],
    ['Revision', RevisionView],
    ['Token', TokenView],
    ['Hardware', HardwareView],
    ['Node', NodeView],
    ['NodeCapacity', NodeCapacity],
    ['FreeCapacity', NodeView.shape.free],
    ['Replica', ReplicaView],
    ['ExplainPlacementResponse', PlacementView],
    ['Invocation', InvocationView],
    ['Placement', PlacementSpec],
    ['Quotas', Quotas],
    ['RequestTimeouts', RequestTimeouts],
    ['EndpointLimits', EndpointLimits],
    ['RateLimits', RateLimits],
    ['AsyncSettings', AsyncSettings],
    ['Scaling', ScalingSpec],
    ['ScalingRule', ScalingRule],
    ['ScalingSchedule', ScalingSchedule],
    ['Credit', CreditView],
    ['Balance', BalanceView],
    ['LedgerTransaction', LedgerTransactionView],
    ['InvoiceSummary', InvoiceSummary],
    ['Invoice', InvoiceDocument],
    ['InvoiceDraft', InvoiceDraft],
    ['InvoiceLine', InvoiceLineView],
    ['InvoiceSource', InvoiceProof.shape.items.element],
    ['Budget', BudgetView],
    ['UsageGroup', UsageGroup],
    ['GetBurnResponse', BurnView],
    ['Webhook', WebhookView],
    ['WebhookDelivery', WebhookDeliveryView],
    ['Alert', AlertView],
    ['AlertInstance', AlertInstanceView],
    ['AlertTransition', AlertTransitionView],
    ['MuteWindow', MuteWindow],
    ['Channel', ChannelView],
    ['ChannelDelivery', ChannelDeliveryView],
  ] as const)('%s has every field that REST shows', (message, view: z.ZodObject) => {
    expect(fieldsOf(message)).toEqual(expect.arrayContaining(Object.keys(view.shape).map(snake)));
  });

  it('let a user wish for whatever REST takes', () => {
    const described = Reflect.getMetadata(
      'swagger/apiModelPropertiesArray',
      CreateEndpoint.prototype,
    ) as string[];
    const names = described.map((name) => snake(name.replace(':', '')));
    expect(fieldsOf('EndpointWish').toSorted()).toEqual(names.toSorted());
  });

  it('have a word for each choice of how it scales and sleeps', () => {
    const worded = (prefix: string, choices: readonly string[]) =>
      choices.map((choice) => `${prefix}_${choice.toUpperCase()}`);
    expect(valuesOf('ScalingMode').slice(1)).toEqual(worded('SCALING_MODE', ScalingSpec.shape.mode.options));
    expect(valuesOf('WaitPrice').slice(1)).toEqual(worded('WAIT_PRICE', WAIT_PRICES));
    expect(valuesOf('SleepMode').slice(1)).toEqual(worded('SLEEP_MODE', SLEEP_MODES));
  });

  it('have a word for each state, scope, driver and spread', () => {
    expect(valuesOf('EndpointState').slice(1)).toEqual(
      ENDPOINT_STATES.map((state) => `ENDPOINT_STATE_${state.toUpperCase()}`),
    );
    expect(valuesOf('InvocationState').slice(1)).toEqual(
      INVOCATION_STATES.map((state) => `INVOCATION_STATE_${state.toUpperCase()}`),
    );
    expect(valuesOf('NodeState').slice(1)).toEqual(
      NodeView.shape.state.options.map((state) => `NODE_STATE_${state.toUpperCase()}`),
    );
    expect(valuesOf('NodeDriver').slice(1)).toEqual(
      NodeDriver.options.map((driver) => `NODE_DRIVER_${driver.toUpperCase()}`),
    );
    expect(valuesOf('PlacementSpread').slice(1)).toEqual(
      PlacementSpec.shape.spread.options.map((spread) => `PLACEMENT_SPREAD_${spread.toUpperCase()}`),
    );
    expect(valuesOf('Scope').slice(1)).toEqual(SCOPES.map((scope) => `SCOPE_${scope.toUpperCase()}`));
  });
});

describe('the services', () => {
  it('are those of the table, method by method', () => {
    const { serviceOf } = loadProtos();
    const streams = ['WatchEndpoints', 'FollowLogs'];
    const table = {
      EndpointService: { ...ENDPOINT_RPCS, ...Object.fromEntries(streams.map((name) => [name, {}])) },
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
    };
    for (const [name, rpcs] of Object.entries(table))
      expect(Object.keys(serviceOf(name)).toSorted()).toEqual(Object.keys(rpcs).toSorted());
  });
});
