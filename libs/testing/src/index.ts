export { endpointSpec } from './endpoint-spec.ts';
export { given } from './given.ts';
export { type TestDatabase, type TestNats, testDatabase, testNats } from './infra.ts';
export { MemoryEventStore } from './memory-event-store.ts';
export { type TestService, eventually, testService } from './test-service.ts';
export { type Selector, filled, selectorsIn } from './promql.ts';
