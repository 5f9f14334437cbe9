import { describe, expect, it } from '@jest/globals';
import {
  ENDPOINT_STATES,
  NodeCapacity,
  NodeDriver,
  NodeView,
  PlacementSpec,
  PlacementView,
  Quotas,
  ReplicaView,
  SCOPES,
} from '@tidegate/contracts';
import type { z } from 'zod';
import { HardwareView } from '../catalogue/catalogue-view.ts';
import { EndpointView } from '../endpoints/endpoint-view.ts';
import { CreateEndpoint } from '../wishes/endpoint.dto.ts';
import { HistoryEventView } from '../history/history-view.ts';
import { RevisionView } from '../revisions/revision.ts';
import { TokenView } from '../tokens/token-view.ts';
import { NODE_RPCS } from '../rpcs/node-rpcs.ts';
import { ENDPOINT_RPCS } from '../rpcs/endpoint-rpcs.ts';
import { loadProtos, reflectedProtos } from './protos.gateway.ts';
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
    ['Placement', PlacementSpec],
    ['Quotas', Quotas],
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

  it('have a word for each state, scope, driver and spread', () => {
    expect(valuesOf('EndpointState').slice(1)).toEqual(
      ENDPOINT_STATES.map((state) => `ENDPOINT_STATE_${state.toUpperCase()}`),
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
    };
    for (const [name, rpcs] of Object.entries(table))
      expect(Object.keys(serviceOf(name)).toSorted()).toEqual(Object.keys(rpcs).toSorted());
  });
});
