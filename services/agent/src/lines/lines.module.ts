import { type DynamicModule, Module } from '@nestjs/common';
import { join } from 'node:path';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { LineShipper } from './line-shipper.loop.ts';
import { LINE_DEFAULTS, LINE_SETTINGS, type LineSettings } from './settings.ts';

const settingsWith = (given: () => Partial<LineSettings>) => ({
  provide: LINE_SETTINGS,
  inject: [SETTINGS],
  useFactory: ({ folder }: AgentSettings): LineSettings => ({
    folder: join(folder, 'lines'),
    ...LINE_DEFAULTS,
    ...given(),
  }),
});

@Module({ providers: [LineShipper, settingsWith(() => ({}))], exports: [LineShipper] })
export class LinesModule {
  /** @param given what differs from the defaults */
  static with(given: () => Partial<LineSettings>): DynamicModule {
    return { module: LinesModule, providers: [settingsWith(given)] };
  }
}

export { LineShipper } from './line-shipper.loop.ts';
