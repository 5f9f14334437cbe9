// Compiles every package's src/ to dist/ with swc: only what changed, so a second start costs nothing.
// Types are checked by `npm run typecheck`; a start must not wait for that.
import { transform } from '@swc/core';
import {
  copyFile,
  glob,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const modifiedAt = async (path: string): Promise<number> =>
  stat(path).then(
    // What is set is set to the millisecond.
    ({ mtimeMs }) => Math.floor(mtimeMs),
    () => 0,
  );

const compile = async (source: string, target: string): Promise<void> => {
  const { code, map } = await transform(await readFile(source, 'utf8'), {
    filename: source,
    sourceFileName: source,
    sourceMaps: true,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
      target: 'es2023',
      // Known to swc, not yet to its types.
      ...({ rewriteRelativeImportExtensions: true } as object),
    },
    module: { type: 'es6' },
  });
  const mapName = `${target.slice(target.lastIndexOf('/') + 1)}.map`;
  await writeFile(`${target}.map`, map ?? '');
  await writeFile(temporary(target), `${code}\n//# sourceMappingURL=${mapName}\n`);
};

/** A process may be starting from these files meanwhile: each changes in one step. */
const temporary = (target: string): string => `${target}.${String(process.pid)}.new`;

const bring = async (source: string, target: string): Promise<void> => {
  const changedAt = await modifiedAt(source);
  if ((await modifiedAt(target)) === changedAt) return;
  await mkdir(dirname(target), { recursive: true });
  if (source.endsWith('.ts')) await compile(source, target);
  else await copyFile(source, temporary(target));
  await utimes(temporary(target), new Date(changedAt), new Date(changedAt));
  await rename(temporary(target), target);
};

/** A file whose source is gone would still be imported: it goes too. */
const sweep = async (dist: string, wanted: ReadonlySet<string>): Promise<void> => {
  for (const file of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    // What another build is writing is its own business.
    if (file.isFile() && !file.name.endsWith('.new') && !wanted.has(path.replace(/\.map$/, '')))
      await rm(path, { force: true });
  }
};

const build = async (project: string): Promise<void> => {
  const [src, dist] = [join(project, 'src'), join(project, 'dist')];
  const wanted = new Set<string>();
  const work: Promise<void>[] = [];
  for await (const file of glob('**/*', { cwd: src, withFileTypes: true })) {
    if (!file.isFile() || /\.spec(-helper)?\.ts$/.test(file.name)) continue;
    const source = join(file.parentPath, file.name);
    const target = join(dist, source.slice(src.length + 1)).replace(/\.ts$/, '.js');
    wanted.add(target);
    work.push(bring(source, target));
  }
  await Promise.all(work);
  await sweep(dist, wanted);
};

const projects: string[] = [];
for await (const manifest of glob('{{libs,engines,services}/*,cli}/package.json', { cwd: root }))
  projects.push(join(root, dirname(manifest)));
await Promise.all(projects.map(build));

/** The newest change below a folder. */
const newestIn = async (folder: string): Promise<number> => {
  let newest = 0;
  for await (const file of glob('**/*', { cwd: folder, withFileTypes: true }))
    if (file.isFile()) newest = Math.max(newest, await modifiedAt(join(file.parentPath, file.name)));
  return newest;
};

/** The console’s files, by Vite: all of them when one of its sources is younger. */
const buildConsole = async (): Promise<void> => {
  const folder = join(root, 'console');
  const sources = ['console/src', 'console/public', 'libs/sdk/src'].map((path) => newestIn(join(root, path)));
  const files = ['console/index.html', 'console/vite.config.ts'].map((path) => modifiedAt(join(root, path)));
  const changedAt = Math.max(...(await Promise.all([...sources, ...files])));
  if ((await modifiedAt(join(folder, 'dist/index.html'))) >= changedAt) return;
  const { build: bundle } = await import('vite');
  await bundle({ configFile: join(folder, 'vite.config.ts') });
};
await buildConsole();
