/** Native ESM: middy and the handlers are ESM only, so is everything here. */
export default {
  testEnvironment: '<rootDir>/test/support/stack-environment.js',
  globalTeardown: '<rootDir>/test/support/stop-stack.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  testSequencer: '<rootDir>/test/support/heavy-first.js',
  testTimeout: 60_000,
  maxWorkers: 2,
  // Modules of a test stay in memory after it, and a worker that holds gigabytes spends its time on collecting garbage. One that
  // begins anew too often spends it on loading: with 700 MB small suites take a seventh more.
  workerIdleMemoryLimit: '1500MB',
  reporters: [['default', { summaryThreshold: 1000 }], '<rootDir>/test/support/closing-line.js'],
};
