// npm run record: runs the demonstration, keeps what it writes and when in docs/images/demo.cast (asciicast 2), and draws that as
// docs/images/demo.svg. `-- --draw` only draws what is kept: the same bytes each time.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cast, castOf, castText } from './record/cast.ts';
import { svgOf } from './record/svg.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs/images');
const [cast, svg] = [join(folder, 'demo.cast'), join(folder, 'demo.svg')];
const SIZE = { width: 118, height: 30 };

const record = async (): Promise<Cast> => {
  const child = spawn(process.execPath, [join(root, 'tools/demo.ts')], {
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
  });
  const events: [number, string][] = [];
  const beganAt = performance.now();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    events.push([Math.round(performance.now() - beganAt) / 1000, text]);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the demonstration ended with ${code ?? 'a signal'}: nothing was kept`);
  return { ...SIZE, title: 'npm run demo', events };
};

await mkdir(folder, { recursive: true });
if (!process.argv.includes('--draw')) await writeFile(cast, castText(await record()));
await writeFile(svg, svgOf(castOf(await readFile(cast, 'utf8'))));
