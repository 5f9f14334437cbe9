import { Injectable } from '@nestjs/common';
import { Handles } from '@tidegate/eventing/nest';
import { replica } from './replica.ts';

@Injectable()
export class Replicas extends Handles(replica) {}
