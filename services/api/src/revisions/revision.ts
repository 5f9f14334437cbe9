import { type EndpointEvent, type EndpointSpec, FIELD_CLASSES, type Recorded } from '@tidegate/contracts';
import { z } from 'zod';
import { documentOf } from '../configuration/endpoint-wish.ts';

/** One configuration of an endpoint, and how it came about. */
export type Revision = Readonly<{
  revision: number;
  templateRevision: number;
  cause: 'create' | 'update' | 'rollback' | 'restart' | 'abort';
  /** JSON pointers into the spec: what differs from the revision before. */
  changed: readonly string[];
  spec: EndpointSpec;
  actor: string | null;
  requestId: string | null;
  createdAt: Date;
}>;

export const RevisionView = z.object({
  revision: z.int(),
  /** The revision that brought the fields that replicas run with. */
  templateRevision: z.int(),
  cause: z.enum(['create', 'update', 'rollback', 'restart', 'abort']),
  changed: z.array(
    z.object({ pointer: z.string(), class: z.enum([...new Set(Object.values(FIELD_CLASSES))]) }),
  ),
  /** As its owner would write it; of secrets the names only. */
  spec: z.record(z.string(), z.unknown()),
  secrets: z.array(z.string()),
  /** Who made it, and by which request; null: the platform. */
  actor: z.string().nullable(),
  requestId: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type RevisionView = z.infer<typeof RevisionView>;

export const revisionViewOf = ({ spec, changed, createdAt, ...rest }: Revision): RevisionView => ({
  ...rest,
  changed: changed.map((pointer) => ({
    pointer,
    class: FIELD_CLASSES[(pointer.split('/')[1] ?? '') as keyof EndpointSpec],
  })),
  spec: documentOf(spec),
  secrets: Object.keys(spec.secrets).toSorted(),
  createdAt: createdAt.toISOString(),
});

/** The revision that an event brought; undefined when it brought none. */
export const revisionIn = ({
  type,
  data,
  meta,
  occurredAt,
}: Recorded<EndpointEvent>): Revision | undefined => {
  const made = { actor: meta.actor ?? null, requestId: meta.requestId ?? null, createdAt: occurredAt };
  if (type === 'EndpointRequested') {
    const { revision, spec } = data;
    return { revision, templateRevision: revision, cause: 'create', changed: [], spec, ...made };
  }
  if (type !== 'EndpointUpdated') return undefined;
  const { revision, templateRevision, cause, changed, spec } = data;
  return { revision, templateRevision, cause, changed, spec, ...made };
};
