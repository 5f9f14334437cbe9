import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { Calendar } from '../periods/calendar.ts';
import type { Bucket } from '../reports/buckets.ts';
import { LabelStore } from '../reports/label.store.ts';
import type { FocusMonth } from './focus-part.ts';
import { InvoiceFactsStore } from './invoice-facts.store.ts';

/** What FOCUS rows of a day need to know of its month. */
@Injectable()
export class FocusMonths {
  constructor(
    private readonly invoices: InvoiceFactsStore,
    private readonly labels: LabelStore,
    private readonly calendar: Calendar,
  ) {}

  async of(
    tx: Queries,
    {
      projectId,
      endpointId,
      fromUs,
    }: Readonly<{ projectId: string; endpointId: string | null; fromUs: number }>,
    day: Bucket,
  ): Promise<FocusMonth> {
    const month = this.calendar.monthAt(day.fromUs);
    return {
      project: { id: projectId, name: await this.labels.projectName(tx, projectId) },
      fromUs: month.fromUs,
      toUs: month.toUs,
      invoice: await this.invoices.of(tx, projectId, month.period),
      isWhole: endpointId === null && fromUs <= month.fromUs,
    };
  }
}
