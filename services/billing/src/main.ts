import { start } from '@tidegate/bootstrap';
import { HARDWARE } from '@tidegate/frameworks';
import { BillingModule } from './billing.module.ts';
import { config } from './config.ts';

const defaults = HARDWARE.map(({ id, priceNanoUsdPerHour }) => ({ hardwareId: id, priceNanoUsdPerHour }));
await start({ module: BillingModule.with(defaults), config });
