import type { Provider, Type } from '@nestjs/common';
import { AlertController } from './alerts/alert.controller.ts';
import { ChannelController } from './channels/channel.controller.ts';
import { LogSinkController } from './log-sinks/log-sink.controller.ts';
import { MetricController } from './metrics/metric.controller.ts';
import { Scrape } from './metrics/scrape.gateway.ts';
import { DownloadLines } from './logs/download-lines.gateway.ts';

/** The routes about what was seen: a line for each controller of the slices `logs`, `log-sinks`, `metrics`, `alerts` and `channels`. */
export const WATCHING_ROUTES: Type[] = [
  AlertController,
  ChannelController,
  LogSinkController,
  MetricController,
];

/** What those routes need besides what the api has anyway. */
export const WATCHING_PROVIDERS: Provider[] = [Scrape, DownloadLines];
