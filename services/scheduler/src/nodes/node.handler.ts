import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { node } from './node.ts';

@Injectable()
export class Nodes extends Handles(node) {}
