import { Injectable } from '@nestjs/common';
import {
  type RoutingChange,
  type RoutingEvent,
  RoutingTable,
  ROUTING_TYPES,
} from '../routing/routing-table.ts';
import { type TokenEvent, TOKEN_TYPES } from '../routing/token-table.ts';
import { TokenGuard } from '../routing/token.guard.ts';

export const FOLLOWED_TYPES = [...ROUTING_TYPES, ...TOKEN_TYPES] as const;

/** Everything a request is decided by, in memory: endpoints, replicas, tokens, projects. */
@Injectable()
export class Tables {
  readonly routing = new RoutingTable();
  /** The log has been applied up to here. */
  position = 0;
  /** Nothing can be decided before the table holds what the log held at the start. */
  loaded = false;

  constructor(readonly tokens: TokenGuard) {}

  apply(event: RoutingEvent | TokenEvent): RoutingChange | undefined {
    this.position = event.position;
    if (isTokenEvent(event)) {
      this.tokens.apply(event);
      return undefined;
    }
    return this.routing.apply(event, performance.now());
  }
}

const isTokenEvent = (event: RoutingEvent | TokenEvent): event is TokenEvent =>
  (TOKEN_TYPES as readonly string[]).includes(event.type);
