// A thread of its own: looks at the endpoints go on meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { type ReplayJob, replayed } from './replayed.ts';

parentPort?.postMessage(replayed(workerData as ReplayJob));
