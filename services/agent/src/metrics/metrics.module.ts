import { type DynamicModule, Module } from '@nestjs/common';
import { NodeDisk } from './node-disk.gateway.ts';
import { NodeGpus } from './node-gpus.gateway.ts';
import { SampleReplicas } from './sample-replicas.loop.ts';
import { METRIC_DEFAULTS, METRIC_SETTINGS, type MetricSettings } from './settings.ts';
import { Surroundings } from './surroundings.gateway.ts';

const settingsWith = (given: () => Partial<MetricSettings>) => ({
  provide: METRIC_SETTINGS,
  useFactory: (): MetricSettings => ({ ...METRIC_DEFAULTS, ...given() }),
});

@Module({ providers: [NodeDisk, NodeGpus, Surroundings, SampleReplicas, settingsWith(() => ({}))] })
export class MetricsModule {
  /** @param given what differs from the defaults */
  static with(given: () => Partial<MetricSettings>): DynamicModule {
    return { module: MetricsModule, providers: [settingsWith(given)] };
  }
}
