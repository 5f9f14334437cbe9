import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { budget } from './budget.ts';
import { prepaid } from './prepaid.ts';

/** Budgets by their ids. */
@Injectable()
export class Budgets extends Handles(budget) {}

/** By project: whether it is stopped for want of credit. */
@Injectable()
export class PrepaidProjects extends Handles(prepaid, { stream: (projectId) => `prepaid-${projectId}` }) {}
