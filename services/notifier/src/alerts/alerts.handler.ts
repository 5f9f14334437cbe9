import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { alerts, streamOf } from './alerts.ts';

/** By project. */
@Injectable()
export class Alerts extends Handles(alerts, { stream: streamOf }) {}
