/** By this the agent knows its pods and secrets again. */
export const MANAGED_BY = { label: 'app.kubernetes.io/managed-by', value: 'tidegate' } as const;
