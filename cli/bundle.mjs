// Run by `npm pack` and `npm publish`: writes the program with all that it needs into bundle/, a file for each part that is read
// by itself, so that the package has no dependencies and starts as fast as before.
import { build } from 'vite';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

await build({
  configFile: false,
  root,
  logLevel: 'warn',
  resolve: { conditions: ['source', 'node'] },
  ssr: { noExternal: true, resolve: { conditions: ['source', 'node'] } },
  build: {
    ssr: 'src/main.ts',
    outDir: 'bundle',
    target: 'node22',
    minify: false,
    rollupOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
  },
});
