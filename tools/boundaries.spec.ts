import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// Where CI is set the parser takes it that each file is read once, from the disk: then it would not see these texts.
const overrideConfig = {
  languageOptions: { parserOptions: { disallowAutomaticSingleRunInference: true } },
};

/** The rules that object to this text at this place. Only texts of existing files can be linted with types. */
const objections = async (filePath: string, text: string): Promise<(string | null)[]> => {
  const [result] = await new ESLint({ cwd: root, overrideConfig }).lintText(text, { filePath });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
};

// Without a graph of the projects the rule says nothing at all: lint builds it first, and so does this.
beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
    cwd: root,
  });
}, 120_000);

// A boundary rule that has lost its project graph passes everything: each of these must be refused.
describe('the boundaries', () => {
  it.each([
    [
      'contracts may not import the platform',
      'libs/contracts/src/errors.ts',
      "export { EventStore } from '@tidegate/eventing/nest';\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'the platform may not import a service',
      'libs/eventing/src/decider.ts',
      "export * from '@tidegate/api/main';\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'a service may not import another service',
      'services/billing/src/main.ts',
      "export * from '@tidegate/api/main';\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'a client may not import the platform',
      'cli/src/api.ts',
      "export { EventStore } from '@tidegate/eventing/nest';\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'a pure file may not touch the clock',
      'services/api/src/life-cycle/endpoint.ts',
      'export const now = (): number => Date.now();\n',
      'no-restricted-syntax',
    ],
    [
      'a pure file may not do I/O',
      'services/api/src/life-cycle/endpoint.ts',
      "export { readFile } from 'node:fs/promises';\n",
      'no-restricted-imports',
    ],
    [
      'a shell file may not reach past Db',
      'services/billing/src/main.ts',
      "export { Pool } from 'pg';\n",
      'no-restricted-imports',
    ],
    [
      'only specs may import what is for tests',
      'services/billing/src/main.ts',
      "export { given } from '@tidegate/testing';\n",
      'no-restricted-imports',
    ],
  ])(
    '%s',
    async (_fact, file, text, rule) => {
      expect(await objections(file, text)).toContain(rule);
    },
    120_000,
  );
});
