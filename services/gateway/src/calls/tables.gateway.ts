import { Injectable } from '@nestjs/common';
import { RateLimiter } from '../limits/rate-limiter.ts';
import {
  type RoutingChange,
  type RoutingEvent,
  RoutingTable,
  ROUTING_TYPES,
} from '../routing/routing-table.ts';
import {
  SECURITY_GROUP_TYPES,
  type SecurityGroupEvent,
  SecurityGroups,
} from '../routing/security-groups.guard.ts';
import { type TokenEvent, TOKEN_TYPES } from '../routing/token-table.ts';
import { TokenGuard } from '../routing/token.guard.ts';

export const FOLLOWED_TYPES = [...ROUTING_TYPES, ...TOKEN_TYPES, ...SECURITY_GROUP_TYPES] as const;
type FollowedEvent = RoutingEvent | TokenEvent | SecurityGroupEvent;

/** Everything a request is decided by, in memory: endpoints, replicas, tokens, projects, security groups. */
@Injectable()
export class Tables {
  readonly routing = new RoutingTable();
  readonly groups = new SecurityGroups();
  readonly limiter = new RateLimiter();
  /** The log has been applied up to here. */
  position = 0;
  /** Nothing can be decided before the table holds what the log held at the start. */
  loaded = false;
  /** Resolves when it does. */
  readonly filled = Promise.withResolvers<void>();

  constructor(readonly tokens: TokenGuard) {}

  apply(event: FollowedEvent): RoutingChange | undefined {
    this.position = event.position;
    if (isTokenEvent(event)) this.tokens.apply(event);
    else if (isSecurityGroupEvent(event)) this.groups.apply(event);
    else return this.routing.apply(event, performance.now());
    return undefined;
  }
}

const isOneOf = (types: readonly string[], event: FollowedEvent): boolean => types.includes(event.type);
const isTokenEvent = (event: FollowedEvent): event is TokenEvent => isOneOf(TOKEN_TYPES, event);
const isSecurityGroupEvent = (event: FollowedEvent): event is SecurityGroupEvent =>
  isOneOf(SECURITY_GROUP_TYPES, event);
