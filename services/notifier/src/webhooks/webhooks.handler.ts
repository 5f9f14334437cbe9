import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { streamOf, webhooks } from './webhooks.ts';

/** By project. Tests and replays make its stream long: its state is kept now and then. */
@Injectable()
export class Webhooks extends Handles(webhooks, {
  stream: streamOf,
  stateForm: 1,
}) {}
