import { type Figures, median } from '../benchmark.ts';
import { MANY_STREAMS, type Sample, type Samples } from './rounds.ts';

/** What gives a figure of a sample; those of one proxy that were not measured are left out. */
type Of = (sample: Sample) => number;

const of = (samples: Samples, proxy: string, test: string, figure: Of): number =>
  median((samples.get(proxy)?.get(test) ?? []).map(figure));

const perSecond: Of = ({ answers, seconds }) => answers / seconds;
const cpuUsPerAnswer: Of = ({ cpuSeconds, answers }) => (cpuSeconds * 1e6) / answers;
const cpuUsPerChunk: Of = ({ cpuSeconds, chunks }) => (cpuSeconds * 1e6) / chunks;
const p50Us: Of = ({ p50Us: us }) => us;
const p99Us: Of = ({ p99Us: us }) => us;
const rssMib: Of = ({ residentKib }) => residentKib / 1024;
const kibPerStream: Of = ({ residentKib, residentBeforeKib }) =>
  (residentKib - residentBeforeKib) / MANY_STREAMS;

const without = (samples: Samples): [string, number][] =>
  [...(samples.get('ours')?.keys() ?? [])]
    .filter((test) => test.startsWith('without.'))
    .map((test) => [`cpuUsPerRequest.ours.${test}`, of(samples, 'ours', test, cpuUsPerAnswer)]);

const raw = (samples: Samples, proxy: string): [string, number][] => {
  // Both are measured with and without the proxy, by the same generator: the difference is the proxy's.
  const added = (test: string, figure: Of): number =>
    of(samples, proxy, test, figure) - of(samples, 'direct', test, figure);
  const figures: [string, number][] = [
    ['rps', of(samples, proxy, 'closed', perSecond)],
    ['cpuUsPerRequest', of(samples, proxy, 'closed', cpuUsPerAnswer)],
    ['coreShare', of(samples, proxy, 'closed', ({ cpuSeconds, seconds }) => cpuSeconds / seconds)],
    ['p99Ms', of(samples, proxy, 'closed', p99Us) / 1000],
    ['addedP50Us', added('open', p50Us)],
    ['addedP99Us', added('open', p99Us)],
    ['cpuUsPerChunk', of(samples, proxy, 'chunks', cpuUsPerChunk)],
    [
      'streamAddedP99Ms',
      (of(samples, proxy, 'streams', p99Us) - of(samples, 'direct', 'streams', p50Us)) / 1000,
    ],
    ['kibPerStream', of(samples, proxy, 'idle', kibPerStream)],
    ['rssMib', of(samples, proxy, 'closed', rssMib)],
  ];
  return figures.map(([name, value]) => [`${name}.${proxy}`, value]);
};

const all = (samples: Samples): Sample[] =>
  [...samples.values()].flatMap((tests) => [...tests.values()].flat());

const badOf = (samples: Samples, isMeant: (name: string) => boolean): number =>
  all(new Map([...samples].filter(([name]) => isMeant(name)))).reduce((sum, { bad }) => sum + bad, 0);

/** Ratios and ours first, then everything by proxy. What was not measured is not there. */
export const figuresOf = (samples: Samples): Figures => {
  const proxies = [...samples.keys()].filter((name) => name !== 'direct');
  const values = Object.fromEntries(proxies.flatMap((proxy) => raw(samples, proxy)));
  const over = (figure: string, peer: string): number =>
    (values[`${figure}.ours`] ?? Number.NaN) / (values[`${figure}.${peer}`] ?? Number.NaN);
  const everything = all(samples);
  const figures: [string, number][] = [
    ['rpsOverNginx', over('rps', 'nginxToken')],
    ['cpuOverNginx', over('cpuUsPerRequest', 'nginxToken')],
    ['rpsOverFastify', over('rps', 'fastify')],
    ['rpsOverPortkey', over('rps', 'portkey')],
    ['addedP50OverNginx', over('addedP50Us', 'nginxToken')],
    ['addedP99OverNginx', over('addedP99Us', 'nginxToken')],
    ['chunkCpuOverNginx', over('cpuUsPerChunk', 'nginxToken')],
    ['streamAddedP99Ms', values['streamAddedP99Ms.ours'] ?? Number.NaN],
    ['kibPerStream', values['kibPerStream.ours'] ?? Number.NaN],
    // What others spoil is theirs.
    ['bad', badOf(samples, (name) => name.startsWith('ours'))],
    ['badOfOthers', badOf(samples, (name) => !name.startsWith('ours'))],
    ['foreignCores', median(everything.map(({ foreignCores }) => foreignCores))],
    ...without(samples),
    ...Object.entries(values).filter(([name]) => !/^(?:streamAddedP99Ms|kibPerStream)\.ours$/.test(name)),
  ];
  return Object.fromEntries(figures.filter(([, value]) => Number.isFinite(value)));
};
