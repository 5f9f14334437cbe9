import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type RawUniversalConfig, createConfig, lintFromString } from '@redocly/openapi-core';

const DESCRIBE = 'services/api/dist/openapi.main.js';
/** What the recommended rules only warn of is an error here, and some of what they leave to taste. */
const RULES: RawUniversalConfig = {
  extends: ['recommended-strict'],
  rules: {
    'operation-4xx-problem-details-rfc7807': 'error',
    'operation-tag-defined': 'error',
    'operation-singular-tag': 'error',
    'parameter-description': 'error',
    'component-name-unique': 'error',
  },
};

/** The document as the api describes itself: from what was built, without starting it. */
export const openApi = async (root: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [DESCRIBE], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
};

/** What is wrong with the document, one line each. */
export const openApiProblems = async (text: string): Promise<string[]> => {
  const config = await createConfig(RULES);
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
  return problems.map(({ ruleId, message, location }) => {
    const place = location.map(({ pointer }) => pointer ?? '').join(' ');
    return `openapi.json ${place}: ${message.replaceAll(/\s+/g, ' ')} (${ruleId})`;
  });
};
