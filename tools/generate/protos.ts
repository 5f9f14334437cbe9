import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** What buf finds wrong with the proto files, one line each; or that there is no buf to ask. */
export const protoProblems = async (root: string): Promise<string[]> => {
  const buf = join(root, 'node_modules/.bin/buf');
  const isThere = await access(buf).then(
    () => true,
    () => false,
  );
  if (!isThere) return [`${buf} is missing: the proto files cannot be checked. Run: npm install`];
  return new Promise((resolve) => {
    execFile(buf, ['lint'], { cwd: root }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
      resolve(error && said.length === 0 ? [`buf lint failed: ${error.message}`] : said);
    });
  });
};
