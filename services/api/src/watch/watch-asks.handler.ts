import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { type WatchQuery, positionIn } from './watch.dto.ts';
import { isWatched } from './watched.ts';
import type { WatchAsk } from './watching.gateway.ts';

/** What a caller may watch of what they ask for. */
@Injectable()
export class WatchAsks {
  constructor(private readonly own: OwnEndpoints) {}

  /** @throws Refusal endpoint.not_found, project.not_chosen, request.invalid */
  async of(caller: Caller, { endpoint, types, after }: WatchQuery): Promise<WatchAsk> {
    const found = endpoint === undefined ? null : await this.own.find(caller, endpoint);
    const { actor, expiresAt } = caller;
    const projectId = found?.projectId ?? projectOf(caller);
    const wanted = { projectId, endpointId: found?.id ?? null, types: typesIn(types) };
    return { actor, expiresAt, wanted, after: positionIn(after) };
  }
}

const typesIn = (types: string | undefined): ReadonlySet<string> | null => {
  if (types === undefined) return null;
  const named = types.split(',');
  const unknown = named.find((type) => !isWatched(type));
  if (unknown !== undefined)
    refuse('request.invalid', { count: 1 }, [
      { pointer: '?types', message: `“${unknown.slice(0, 100)}” is no type of change that can be watched` },
    ]);
  return new Set(named);
};
