import { Inject, Injectable } from '@nestjs/common';
import type { Replica } from '../routing/replica.ts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { Upstreams } from './upstreams.gateway.ts';
import { WaitingRoom } from './waiting-room.gateway.ts';

/** What every request needs on its way. */
@Injectable()
export class Means {
  /** A replica that drains has nothing in flight any more. */
  emptied: (replica: Replica) => void = () => undefined;

  constructor(
    @Inject(SETTINGS) readonly settings: GatewaySettings,
    readonly upstreams: Upstreams,
    readonly room: WaitingRoom,
  ) {}
}
