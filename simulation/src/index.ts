export { Broken } from './checks.ts';
export type { EndpointPlan, MachinePlan, Plan, Trouble } from './plan.ts';
export { type Outcome, simulate } from './simulate.ts';
