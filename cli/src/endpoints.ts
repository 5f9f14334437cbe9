import type { Api } from './api.ts';
import { idOf } from './resources/kinds.ts';

/** The id of an endpoint that was called by its id or its name. */
export const endpointIdOf = (api: Api, called: string): Promise<string> => idOf(api, 'endpointId', called);
