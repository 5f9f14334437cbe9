import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const only = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });

// A file's suffix is its licence to do I/O. A file with none of these is pure.
const SHELL = [
  'controller',
  'grpc',
  'handler',
  'consumer',
  'store',
  'loop',
  'driver',
  'gateway',
  'guard',
  'module',
  'dto',
  'main',
  'config',
  'filter',
  'migration',
];
const shellFiles = [
  ...SHELL.map((suffix) => `services/*/src/**/*.${suffix}.ts`),
  'services/*/src/**/{main,config,simulated}.ts',
];
const specs = ['**/*.spec.ts', '**/*.spec-helper.ts'];

const PURE = 'This file has no shell suffix, so it is pure. Move the I/O to *.store.ts, *.consumer.ts, …';
const NO_TESTING = { group: ['@tidegate/testing'], message: 'Only specs may import @tidegate/testing.' };

export default tseslint.config(
  { ignores: ['**/dist', '**/bundle', '**/node_modules', '.nx', '**/*.mjs', 'libs/sdk/src/generated'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          banTransitiveDependencies: false,
          checkDynamicDependenciesExceptions: ['.*'],
          // Specs of the platform use the test library, which stands on the platform; nothing that runs does.
          ignoredCircularDependencies: [
            ['@tidegate/eventing', '@tidegate/testing'],
            ['@tidegate/bootstrap', '@tidegate/testing'],
          ],
          depConstraints: [
            // There is no '*' rule: a project without a tag may import nothing.
            {
              ...only('type:contract', 'type:contract'),
              allowedExternalImports: ['zod', '@jest/globals', 'fast-check'],
            },
            // The test library for their specs; the rule below keeps it out of everything else.
            only('type:platform', 'type:platform', 'type:contract', 'type:testing'),
            only('type:testing', 'type:platform', 'type:contract', 'type:testing'),
            only('type:service', 'type:platform', 'type:contract', 'type:testing'),
            only('type:engine', 'type:engine'),
            // What people run elsewhere: it knows the platform by its API alone.
            only('type:client', 'type:client'),
            // Whole services side by side in one process, on a clock of its own.
            only(
              'type:simulation',
              'type:simulation',
              'type:service',
              'type:platform',
              'type:contract',
              'type:testing',
            ),
            only(
              'type:program',
              'type:program',
              'type:platform',
              'type:contract',
              'type:testing',
              'type:engine',
              // The platform’s own client: what it says of itself is said to programs too.
              'type:client',
            ),
          ],
        },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Nest's tokens are abstract classes that plain objects may satisfy.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Chains of small asynchronous steps read better than a block for each.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `a = value ?? (b = c)` style lazy fields.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true } },
      ],
      // `Promise<void> | void`: a handler may be either.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },
  {
    files: ['services/*/src/**/*.ts'],
    ignores: [...shellFiles, ...specs],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@nestjs/*',
                'typeorm',
                'pg',
                '@nats-io/*',
                'node:*',
                '@grpc/*',
                'undici',
                '@tidegate/*/nest',
                '@tidegate/bootstrap',
              ],
              message: PURE,
            },
            {
              regex: `\\.(${SHELL.join('|')})\\.ts$`,
              allowTypeImports: false,
              message: 'Pure files do not import shell files: the shell calls the core, never the reverse.',
            },
            NO_TESTING,
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance'],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time as an argument.',
        },
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'Take the time as an argument.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Take the randomness as an argument.',
        },
      ],
    },
  },
  {
    files: shellFiles,
    ignores: specs,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            NO_TESTING,
            {
              group: ['typeorm', 'pg'],
              allowTypeImports: true,
              message: 'Stores ask Db; TypeORM and pg live in libs/eventing.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['services/gateway/src/{calls,lane}/**/*.gateway.ts'],
    ignores: specs,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "AssignmentExpression[left.type='MemberExpression'][right.type=/^(Arrow)?FunctionExpression$/]",
          message:
            'V8 puts a function that is written where it is assigned to a property among its old objects, and what it holds of a request lives as long: name it first, then assign it.',
        },
      ],
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: ['libs/testing/**', ...specs],
    rules: { 'no-restricted-imports': ['error', { patterns: [NO_TESTING] }] },
  },
  {
    files: ['console/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // What a replica says must never be read as markup.
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text only, never markup.',
        },
        {
          selector: 'AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]',
          message: 'Text only, never markup.',
        },
      ],
    },
  },
  {
    files: ['console/src/**/*.tsx'],
    // What is shown reads top to bottom.
    rules: { 'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['simulation/**'],
    // A store is one object of answers; what a service is made of is one list.
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['tools/**', 'e2e/**', 'bench/**', 'examples/**'],
    // Programs for people at a terminal.
    rules: {
      'no-console': 'off',
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/placement/**', 'libs/scaling/**', 'bench/placement/**', 'bench/scaling/**'],
    // Columns are read by numbers that come from the same columns.
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: specs,
    rules: {
      'max-lines-per-function': 'off',
      // it.each hands over one column each.
      'max-params': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Fakes take parts of real ones; loops in specs wait for callbacks that the analysis does not see.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  prettier,
);
