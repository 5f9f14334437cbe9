import root from '../jest.config.mjs';

const [{ testMatch: _, testPathIgnorePatterns: __, displayName: ___, ...common }] = root.projects;

export default {
  ...common,
  rootDir: '..',
  displayName: 'e2e',
  testMatch: ['<rootDir>/e2e/*.e2e.spec.ts'],
  testTimeout: 180_000,
  verbose: true,
};
