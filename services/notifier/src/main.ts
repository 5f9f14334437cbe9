import { start } from '@tidegate/bootstrap';
import { alertSettingsOf, config, settingsOf } from './config.ts';
import { NotifierModule } from './notifier.module.ts';

await start({ config, module: NotifierModule.with(settingsOf, alertSettingsOf) });
