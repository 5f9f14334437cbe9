import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { replica } from './replica.ts';

/** One that sleeps and wakes lives long. */
@Injectable()
export class Replicas extends Handles(replica, { stateForm: 1 }) {}
