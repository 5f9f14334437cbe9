import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { node } from './node.ts';

/** What a whole cluster has changes often, and so does its node here. */
@Injectable()
export class Nodes extends Handles(node, { stateForm: 1 }) {}
