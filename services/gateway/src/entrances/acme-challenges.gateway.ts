import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@tidegate/contracts';
import { pathOf } from '../wire/route.ts';
import type { Visit } from '../calls/visit.gateway.ts';
import { CHALLENGE_PATH, challengeIn } from './acme-challenge.ts';

/** A token, a dot, and the thumbprint of a key: well below. */
const LARGEST_BYTES = 4096;

/** Answers a certificate authority's question whether a host is served here, from files that an ACME client puts into a folder. */
export class AcmeChallenges {
  constructor(private readonly webroot: string | undefined) {}

  /** Whether the request is one of these, whatever its host. Without a folder none is. */
  takes({ url, caller }: Readonly<{ url: string; caller: Visit['caller'] }>): boolean {
    return this.webroot !== undefined && !caller.isInternal && challengeIn(url) !== undefined;
  }

  handle(visit: Visit): void {
    visit.shape = 'problem';
    const { method, url } = visit;
    if (method !== 'GET' && method !== 'HEAD')
      throw new Refusal('route.method_not_allowed', { method, path: pathOf(url), allowed: 'GET, HEAD' });
    this.#read(challengeIn(url) ?? null)
      .then((text) => {
        if (text === undefined) throw new Refusal('route.not_found', { method, path: pathOf(url) });
        const headers = ['content-type', 'text/plain', 'content-length', String(text.length)];
        visit.answer({ status: 200, headers, body: method === 'HEAD' ? '' : text });
      })
      .catch((error: unknown) => {
        visit.fail(error);
      });
  }

  /** Undefined unless it is a small, plain file of ASCII text that is no link. */
  async #read(token: string | null): Promise<string | undefined> {
    if (token === null || this.webroot === undefined) return undefined;
    const path = join(this.webroot, CHALLENGE_PATH, token);
    // Opening a pipe would wait for its other end.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(path, flags).catch(() => undefined);
    if (!file) return undefined;
    try {
      const facts = await file.stat();
      if (!facts.isFile() || facts.size > LARGEST_BYTES) return undefined;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST_BYTES), 0, LARGEST_BYTES, 0);
      const text = buffer.toString('latin1', 0, bytesRead);
      return /^[\x20-\x7e\r\n\t]*$/.test(text) ? text : undefined;
    } finally {
      await file.close();
    }
  }
}
