export type Mode = 'chat' | 'completion' | 'embedding' | 'image' | 'raw' | 'websocket';
export const MODES: Readonly<Record<Mode, string>> = {
  chat: 'Chat',
  completion: 'Completion',
  embedding: 'Embedding',
  image: 'Image',
  raw: 'Raw JSON',
  websocket: 'WebSocket',
};
export const ROUTES: Readonly<Record<Exclude<Mode, 'raw' | 'websocket'>, string>> = {
  chat: 'chat/completions',
  completion: 'completions',
  embedding: 'embeddings',
  image: 'images/generations',
};

type Served = Readonly<{
  task: string | null;
  /** What the framework speaks; undefined: not known yet. */
  protocol: 'openai' | 'kserve-v2' | 'http' | undefined;
}>;

const OF_TASK: Readonly<Record<string, readonly Mode[]>> = {
  'text-generation': ['chat', 'completion'],
  'image-text-to-text': ['chat'],
  'feature-extraction': ['embedding'],
  'text-to-image': ['image'],
};

/** What can be tried of an endpoint; the first is what it is for. Raw JSON and WebSocket always can. */
export const modesOf = ({ task, protocol }: Served): readonly Mode[] => {
  const byTask = task === null ? undefined : OF_TASK[task];
  if (byTask) return [...byTask, 'raw', 'websocket'];
  return protocol === 'openai' && task === null
    ? ['chat', 'completion', 'embedding', 'raw', 'websocket']
    : ['raw', 'websocket'];
};
