import { CostView, LogLineView, NodeView, Reason, ReplicaView } from '@tidegate/contracts';
import type { z } from 'zod';
import { AuditEventView } from '../audit/audit-view.ts';
import { FrameworkView, HardwareView } from '../catalogue/catalogue-view.ts';
import { ChangePreviewView, CreatedView, PreviewView, UpdatedView } from '../endpoints/outcome-view.ts';
import { EndpointView } from '../endpoints/endpoint-view.ts';
import { HistoryEventView } from '../history/history-view.ts';
import { AppliedView } from '../manifests/applied-view.ts';
import { ProjectView } from '../projects/project-view.ts';
import { RequestHourView, RequestView } from '../requests/request-views.ts';
import { RevisionView } from '../revisions/revision.ts';
import { SessionView } from '../sessions/session-view.ts';
import { SizingView } from '../sizing/sizing-view.ts';
import { IssuedTokenView, TokenView } from '../tokens/token-view.ts';
import type { Schemas } from './operation.ts';

/** Answers that clients want a name for: wherever one of them stands in the document, its name stands in its place. */
export const NAMED_VIEWS: Readonly<Record<string, z.ZodType>> = {
  Endpoint: EndpointView,
  CreatedEndpoint: CreatedView,
  UpdatedEndpoint: UpdatedView,
  EndpointPreview: PreviewView,
  ChangePreview: ChangePreviewView,
  Reason,
  Revision: RevisionView,
  Event: HistoryEventView,
  AuditEvent: AuditEventView,
  Replica: ReplicaView,
  Node: NodeView,
  LogLine: LogLineView,
  Request: RequestView,
  RequestHour: RequestHourView,
  Cost: CostView,
  Project: ProjectView,
  Session: SessionView,
  Token: TokenView,
  IssuedToken: IssuedTokenView,
  AppliedDocument: AppliedView,
  Hardware: HardwareView,
  Framework: FrameworkView,
  Sizing: SizingView,
};

type Named = { name: (schema: object) => string | undefined; met: Set<string> };

/** Puts references in the place of whatever equals a named schema, and adds those that were met. */
export const withNames = <Part>(part: Part, schemas: Schemas): Readonly<{ part: Part; met: Schemas }> => {
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]));
  const named: Named = { name: (schema) => names.get(JSON.stringify(schema)), met: new Set() };
  const replaced = replacedIn(part, named) as Part;
  const met: Record<string, object> = {};
  // A named schema may hold others, which are then met.
  for (const name of named.met) met[name] = membersOf(schemas[name] ?? {}, named);
  return { part: replaced, met };
};

const replacedIn = (value: unknown, named: Named): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => replacedIn(one, named));
  const name = named.name(value);
  if (name === undefined) return membersOf(value, named);
  named.met.add(name);
  return { $ref: `#/components/schemas/${name}` };
};

const membersOf = (value: object, named: Named): object =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replacedIn(one, named)]));
