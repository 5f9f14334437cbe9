import { ExportRequests } from './export-requests.gateway.ts';
import { RequestLists } from './request-lists.handler.ts';
import { TokenNames } from './token-names.store.ts';

export { RequestController } from './request.controller.ts';

/** What the routes about requests need. */
export const REQUESTS = [TokenNames, RequestLists, ExportRequests];
