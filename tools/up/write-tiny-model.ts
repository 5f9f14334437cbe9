import { writeTinyModel } from '@tidegate/engine-llamacpp/tiny-model';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('write-tiny-model: which file?');
await writeTinyModel(path);
