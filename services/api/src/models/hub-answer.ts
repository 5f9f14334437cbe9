import { z } from 'zod';

/** What the hub knows of a model, as far as anything here needs it. */
export type HubModel = Readonly<{
  /** One must ask its owner for access. */
  isGated: boolean;
  /** E.g. `text-generation`; null: not said. */
  task: string | null;
  /** How many numbers of each type its safetensors files hold; null: it has none, or they were not counted. */
  parameters: Readonly<Record<string, number>> | null;
  gguf: Readonly<{ parameters: number; contextTokens: number | null }> | null;
  /** Its weight files and their sizes, where the hub tells sizes. */
  files: readonly Readonly<{ name: string; bytes: number }>[];
}>;

/** What came of asking the hub for a model. */
export type HubAnswer =
  | Readonly<{
      kind: 'found';
      model: HubModel;
      /** Null: it has none, or it could not be read. */
      config: Readonly<Record<string, unknown>> | null;
      /** Its files may be read with the token that asked. */
      isReadable: boolean;
    }>
  /** There is none of this name and revision, or it is private. */
  | Readonly<{ kind: 'missing' }>
  /** There may be one, and it is not shown to the token that asked. */
  | Readonly<{ kind: 'refused' }>
  /** Nothing is known: the hub does not answer, or not in a way that can be understood. */
  | Readonly<{ kind: 'unknown'; why: string; isUnreachable: boolean }>;

const MOST_FILES = 5000;

/** Each part by itself: one that is odd does not spoil the others. */
const Model = z.object({
  gated: z.union([z.boolean(), z.string()]).catch(false),
  pipeline_tag: z.string().max(100).nullable().catch(null),
  safetensors: z
    .object({ parameters: z.record(z.string(), z.number().nonnegative()) })
    .nullable()
    .catch(null),
  gguf: z
    .object({ total: z.number().positive(), context_length: z.number().positive().nullable().catch(null) })
    .nullable()
    .catch(null),
  siblings: z.array(z.unknown()).catch([]),
});

const File = z.object({ rfilename: z.string().max(1000), size: z.number().nonnegative() });
const WEIGHTS = /\.(safetensors|gguf)$/i;

const filesIn = (siblings: readonly unknown[]): HubModel['files'] =>
  siblings.slice(0, MOST_FILES).flatMap((sibling) => {
    const { data } = File.safeParse(sibling);
    return data && WEIGHTS.test(data.rfilename) ? [{ name: data.rfilename, bytes: data.size }] : [];
  });

/** The hub’s description of a model; null when it is none. */
export const modelIn = (body: unknown): HubModel | null => {
  const { data } = Model.safeParse(body);
  if (!data) return null;
  const { gated, pipeline_tag: task, safetensors, gguf, siblings } = data;
  return {
    isGated: gated !== false,
    task,
    parameters: safetensors && Object.keys(safetensors.parameters).length > 0 ? safetensors.parameters : null,
    gguf: gguf && { parameters: gguf.total, contextTokens: gguf.context_length },
    files: filesIn(siblings),
  };
};

export const configIn = (body: unknown): Readonly<Record<string, unknown>> | null =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : null;

/** What a status means, with the code that the hub gives beside it; null: an answer is there. */
export const refusalIn = (
  status: number,
  errorCode: string | null,
): 'missing' | 'refused' | 'failed' | null => {
  if (status === 200) return null;
  // To a stranger it answers 401 for what does not exist: only the code tells.
  if (errorCode === 'RepoNotFound' || errorCode === 'RevisionNotFound' || status === 404) return 'missing';
  return status === 401 || status === 403 ? 'refused' : 'failed';
};

/** `owner/name` and a revision as a hub has them; anything else is not asked for. */
export const isHubId = (model: string): boolean =>
  model.length <= 200 && /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(model);
export const isRevision = (revision: string): boolean =>
  revision.length <= 200 && /^[A-Za-z0-9][\w./-]*$/.test(revision) && !revision.includes('..');
