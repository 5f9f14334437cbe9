import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { logSinks, streamOf } from './log-sinks.ts';

/** By project. */
@Injectable()
export class LogSinks extends Handles(logSinks, { stream: streamOf, stateForm: 1 }) {}
