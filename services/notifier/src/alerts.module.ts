import type { Provider, Type } from '@nestjs/common';
import { AlertCommands } from './alerts/alert-commands.handler.ts';
import { AlertRows } from './alerts/alert-rows.store.ts';
import { CreateAlerts1764300000000 } from './alerts/alert.migration.ts';
import { Alerts } from './alerts/alerts.handler.ts';
import { AnswerAlerts } from './alerts/answer-alerts.controller.ts';
import { AnswerChannels } from './channels/answer-channels.controller.ts';
import { ChannelCommands } from './channels/channel-commands.handler.ts';
import { ChannelHealth } from './channels/channel-health.handler.ts';
import { ChannelRows } from './channels/channel-rows.store.ts';
import { ChannelSender } from './channels/channel-sender.gateway.ts';
import { ChannelWrites } from './channels/channel-writes.handler.ts';
import { Channels } from './channels/channels.handler.ts';
import { TellNow } from './channels/tell-now.handler.ts';
import { EndAlerts } from './evaluation/end-alerts.store.ts';
import { EvaluateAlerts } from './evaluation/evaluate-alerts.loop.ts';
import { JudgeAlerts } from './evaluation/judge-alerts.handler.ts';
import { AskMetrics, MetricValues } from './evaluation/metric-values.gateway.ts';
import { SeriesStore } from './evaluation/series.store.ts';
import { Mailer } from './mail/mailer.gateway.ts';
import { FollowLog } from './notices/follow-log.consumer.ts';
import { Notices } from './notices/notice.store.ts';

/** Alerts, the channels that tell of them, and what channels hear of beside. */
export const ALERT_MIGRATIONS = [CreateAlerts1764300000000];
export const ALERT_CONTROLLERS: Type[] = [FollowLog, AnswerAlerts, AnswerChannels];
export const ALERT_PROVIDERS: Provider[] = [
  Alerts,
  AlertCommands,
  AlertRows,
  Channels,
  ChannelCommands,
  ChannelWrites,
  ChannelRows,
  ChannelSender,
  ChannelHealth,
  TellNow,
  Notices,
  Mailer,
  SeriesStore,
  EndAlerts,
  JudgeAlerts,
  EvaluateAlerts,
  { provide: MetricValues, useClass: AskMetrics },
];
