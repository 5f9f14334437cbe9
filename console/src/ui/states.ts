export type Look = Readonly<{
  word: string;
  color: string;
  sign: 'dot' | 'spinner' | 'triangle' | 'moon' | 'arrows' | 'square' | 'cross';
}>;

type Shown = Readonly<{ state: string; conditions?: readonly Readonly<{ condition: string }>[] }>;

const LOOKS: Readonly<Record<string, Look>> = {
  building: { word: 'building', color: 'blue', sign: 'spinner' },
  deploying: { word: 'deploying', color: 'blue', sign: 'spinner' },
  starting: { word: 'starting', color: 'blue', sign: 'spinner' },
  running: { word: 'running', color: 'green', sign: 'dot' },
  sleeping: { word: 'sleeping', color: 'gray', sign: 'moon' },
  waking: { word: 'waking', color: 'cyan', sign: 'spinner' },
  stopping: { word: 'stopping', color: 'gray', sign: 'spinner' },
  stopped: { word: 'stopped', color: 'gray', sign: 'square' },
  build_failed: { word: 'build failed', color: 'red', sign: 'cross' },
  deploy_failed: { word: 'deploy failed', color: 'red', sign: 'cross' },
  runtime_error: { word: 'runtime error', color: 'red', sign: 'cross' },
  disabled: { word: 'disabled', color: 'gray', sign: 'square' },
  deleted: { word: 'deleted', color: 'gray', sign: 'cross' },
};

/** How a state is shown: never by colour alone. A running endpoint may be degraded or updating on top of it. */
export const lookOf = ({ state, conditions = [] }: Shown): Look => {
  if (state === 'running') {
    if (conditions.some(({ condition }) => condition === 'degraded'))
      return { word: 'degraded', color: 'yellow', sign: 'triangle' };
    if (conditions.some(({ condition }) => condition === 'updating'))
      return { word: 'updating', color: 'blue', sign: 'arrows' };
  }
  return LOOKS[state] ?? { word: state, color: 'gray', sign: 'dot' };
};
