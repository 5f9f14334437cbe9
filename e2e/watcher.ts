import type { Platform } from './platform.ts';

/** Watches a platform’s project from the beginning to its own end. */
export class Watcher {
  private readonly seen: { position: number; endpointId: string }[] = [];
  private readonly closing = new AbortController();

  constructor(platform: Platform) {
    // Ends with an abort, or with the platform.
    this.follow(platform).catch(() => undefined);
  }

  /** Positions of the endpoint’s events in the order in which they came. */
  positions(endpointId: string): number[] {
    return this.seen.filter((one) => one.endpointId === endpointId).map(({ position }) => position);
  }

  close(): void {
    this.closing.abort();
  }

  private async follow(platform: Platform): Promise<void> {
    const response = await fetch(`${platform.url}/v1/watch`, {
      headers: { authorization: `Bearer ${platform.token}` },
      signal: this.closing.signal,
    });
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
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
    if (field('event') !== 'change') return;
    const { endpointId } = JSON.parse(field('data') ?? '{}') as { endpointId?: string };
    this.seen.push({ position: Number(field('id')), endpointId: endpointId ?? '' });
  }
}
