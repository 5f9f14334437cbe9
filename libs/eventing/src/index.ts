export * from './cause.ts';
export * from './decider.ts';
export * from './identity.ts';
export * from './projection.ts';
export * from './sql.ts';
