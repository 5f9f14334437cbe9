/** What an endpoint was called, and what it was tagged with, from a moment on. */
export type Label = Readonly<{
  endpointId: string;
  atUs: number;
  name: string;
  tags: Readonly<Record<string, string>>;
  /** Whom its cost is charged to, in the words of whoever runs the platform. */
  billingAccount: string | null;
}>;

/** Labels of endpoints in time: usage keeps those that it was used under. */
export class Labels {
  readonly #of = new Map<string, Label[]>();

  constructor(labels: Iterable<Label>) {
    for (const label of [...labels].sort((a, b) => a.atUs - b.atUs)) {
      const known = this.#of.get(label.endpointId) ?? [];
      known.push(label);
      this.#of.set(label.endpointId, known);
    }
  }

  /** What held at a moment; before the first, the first. */
  at(endpointId: string, atUs: number): Label | undefined {
    const known = this.#of.get(endpointId);
    return known?.findLast((label) => label.atUs <= atUs) ?? known?.[0];
  }

  latest(endpointId: string): Label | undefined {
    return this.#of.get(endpointId)?.at(-1);
  }

  /** When it was first heard of. */
  since(endpointId: string): number | undefined {
    return this.#of.get(endpointId)?.[0]?.atUs;
  }

  /** The moments at which one replaced another. */
  changesOf(endpointId: string): readonly number[] {
    return (this.#of.get(endpointId) ?? []).slice(1).map(({ atUs }) => atUs);
  }
}
