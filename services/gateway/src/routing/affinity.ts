import type { Replica } from './replica.ts';

/** Of each text of a conversation's beginning so much is looked at. */
const LOOKED_AT = 4096;
/** A replica may have a quarter more than the average, and two, before others take what would be its. */
const LOAD_FACTOR = 1.25;

/** FNV-1a over UTF-16 units. */
const hashOf = (text: string, seed = 0x811c9dc5): number => {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Spreads 32 bits so that near numbers lie apart (the end of MurmurHash 3). */
const spread = (bits: number): number => {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** What a replica's rank among others is drawn from. */
export const seedOf = (replicaId: string): number => hashOf(replicaId);

/**
 * Which requests begin alike: for a chat the hash of its system prompt and first message of a user, which all its turns
 * have in common; else of the beginning of its prompt. Undefined when there is neither.
 * @param body a parsed JSON body
 */
export const affinityKeyOf = (body: unknown): number | undefined => {
  const { messages, prompt } = (body ?? {}) as { messages?: unknown; prompt?: unknown };
  if (Array.isArray(messages) && messages.length > 0) return hashOf(openingOf(messages));
  return typeof prompt === 'string' || Array.isArray(prompt) ? hashOf(textsIn(prompt)) : undefined;
};

/** Each part has its length before it, so that no other parts make the same text. */
const openingOf = (messages: readonly unknown[]): string => {
  let opening = '';
  for (const message of messages) {
    const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown };
    const text = textsIn(content);
    opening += `${typeof role === 'string' ? role.slice(0, 32) : ''} ${String(text.length)} ${text} `;
    if (role !== 'system' && role !== 'developer') break;
    if (opening.length > 4 * LOOKED_AT) break;
  }
  return opening;
};

/** As deep as the parts of a message go. */
const DEEPEST = 4;

/** The texts and numbers in a content, which may be a text or a list of parts, images among them. */
const textsIn = (content: unknown, most = LOOKED_AT, depth = 0): string => {
  if (typeof content === 'string' || typeof content === 'number') return String(content).slice(0, most);
  if (typeof content !== 'object' || content === null || depth > DEEPEST) return '';
  let texts = '';
  for (const part of Object.values(content)) {
    if (texts.length >= most) break;
    texts += `${textsIn(part, most - texts.length, depth + 1)} `;
  }
  return texts;
};

/**
 * The replica that a key belongs to: the one of the highest rank (rendezvous hashing: when one comes or goes only its own
 * keys move), as long as it has not clearly more to do than the others; else the next in rank.
 * @param replicas those that may take the request
 */
export const affine = (replicas: readonly Replica[], key: number): Replica | undefined => {
  let sum = 0;
  for (const { inFlight } of replicas) sum += inFlight;
  const most = Math.ceil((LOAD_FACTOR * sum) / replicas.length + 1);
  let best: Replica | undefined;
  let highest = -1;
  for (const replica of replicas) {
    if (replica.inFlight > most) continue;
    const rank = spread(key ^ spread(replica.seed));
    if (rank <= highest) continue;
    highest = rank;
    best = replica;
  }
  return best;
};
