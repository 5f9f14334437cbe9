const common = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: 'node',
  // Packages of this repository are tested from their sources.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
};

/** Pure specs, and those that need real servers. Workers, so that what one spec leaves open cannot hold up the end of the run. */
export default {
  maxWorkers: 2,
  // A spec that waits for real servers on a busy machine may take long; none measures time.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/*.spec.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '/dist/',
        '\\.(int|docker|kubernetes|native|e2e)\\.spec\\.ts$',
      ],
    },
    {
      ...common,
      displayName: 'int',
      testMatch: ['<rootDir>/**/*.int.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
    },
    {
      // They need a Docker daemon, and fail without one: `npm run test:containers` runs them.
      ...common,
      displayName: 'docker',
      testMatch: ['<rootDir>/**/*.docker.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
    },
    {
      // They need programs of the system (a C compiler, promtool, amtool), and fail without: `npm run test:native` runs them.
      ...common,
      displayName: 'native',
      testMatch: ['<rootDir>/**/*.native.spec.ts'],
    },
    {
      // They need the cluster that KUBECONFIG names, and fail without one: `npm run test:kubernetes` runs them.
      ...common,
      displayName: 'kubernetes',
      testMatch: ['<rootDir>/**/*.kubernetes.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
    },
  ],
};
