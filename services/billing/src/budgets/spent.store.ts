import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { type Due, EVERYBODY } from '../usage/due.ts';
import { Usage } from '../usage/usage.store.ts';
import { Spent } from './spent.ts';

/** Above so many projects everybody's usage is read at once. */
const ONE_BY_ONE = 8;

/** What is due up to now. Used inside a transaction that sees one state of the tables. */
@Injectable()
export class SpentStore {
  constructor(private readonly usage: Usage) {}

  async inMonth(
    tx: Queries,
    projectIds: ReadonlySet<string>,
    { period, atUs }: Readonly<{ period: string; atUs: number }>,
  ): Promise<Spent> {
    return new Spent(await this.dues(tx, projectIds, atUs), period);
  }

  everybodys(tx: Queries, atUs: number): Promise<Due[]> {
    return this.usage.dueByNow(tx, atUs, EVERYBODY);
  }

  /** Of these projects, and maybe of others. */
  async dues(tx: Queries, projectIds: ReadonlySet<string>, atUs: number): Promise<Due[]> {
    if (projectIds.size > ONE_BY_ONE) return this.everybodys(tx, atUs);
    const dues: Due[] = [];
    for (const projectId of projectIds)
      dues.push(...(await this.usage.dueByNow(tx, atUs, { projectId, endpointId: null })));
    return dues;
  }
}
