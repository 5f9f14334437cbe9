import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../platform.ts';

export type Line = Readonly<{
  cursor: string;
  replicaId: string | null;
  sequence: number;
  stream: string;
  text: string;
}>;

/** Follows one endpoint’s log to its own end; whenever the stream breaks it goes on after the last line it has seen. */
export class Follower {
  readonly seen: Line[] = [];
  /** How often the stream had to be opened anew. */
  resumed = 0;
  private readonly platform: Platform;
  private readonly endpointId: string;
  private readonly closing = new AbortController();

  constructor(platform: Platform, endpointId: string) {
    this.platform = platform;
    this.endpointId = endpointId;
    void this.follow();
  }

  close(): void {
    this.closing.abort();
  }

  private async follow(): Promise<void> {
    for (; !this.closing.signal.aborted; this.resumed++) {
      // It ends with the platform, with what serves it, or with an abort.
      await this.read().catch(() => undefined);
      await pause(100);
    }
  }

  private async read(): Promise<void> {
    const last = this.seen.at(-1)?.cursor;
    const response = await fetch(
      `${this.platform.url}/v1/endpoints/${this.endpointId}/logs?follow=true&after=0`,
      {
        headers: {
          authorization: `Bearer ${this.platform.token}`,
          ...(last !== undefined && { 'last-event-id': last }),
        },
        signal: this.closing.signal,
      },
    );
    if (response.status !== 200) return;
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(part, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.take(event);
    }
  }

  private take(event: string): void {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data?.includes('"cursor"')) this.seen.push(JSON.parse(data) as Line);
  }
}
