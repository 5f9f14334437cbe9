import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { channels, streamOf } from './channels.ts';

/** By project. */
@Injectable()
export class Channels extends Handles(channels, { stream: streamOf }) {}
