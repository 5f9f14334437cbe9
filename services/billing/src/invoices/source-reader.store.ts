import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import type { Line } from '../rating/line.ts';
import { Usage } from '../usage/usage.store.ts';
import { InvoiceStore } from './invoice.store.ts';
import { newSourcesOf, type Source } from './source.ts';

export type WantedSources = Readonly<{
  projectId: string;
  months: readonly string[];
  /** Of which no invoice holds anything yet. */
  newest: string;
  upToUs: number;
}>;

/** What months come to, less what invoices hold of them. Used inside the caller's transaction only. */
@Injectable()
export class SourceReader {
  constructor(
    readonly usage: Usage,
    private readonly invoices: InvoiceStore,
  ) {}

  async read(tx: Queries, { projectId, months, newest, upToUs }: WantedSources): Promise<Source[]> {
    const sources: Source[] = [];
    for (const period of months) {
      const lines: Line[] = [];
      for await (const line of this.usage.closedLines(tx, { projectId, period, upToUs })) lines.push(line);
      const invoiced = period === newest ? [] : await this.invoices.sources(tx, projectId, period);
      for (const source of newSourcesOf(lines, invoiced)) sources.push(source);
    }
    return sources;
  }
}
