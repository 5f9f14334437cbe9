import { start } from '@tidegate/bootstrap';
import { HARDWARE } from '@tidegate/frameworks';
import { BillingModule } from './billing.module.ts';
import { billingOptions, config } from './config.ts';

const defaults = HARDWARE.map(({ id, priceNanoUsdPerHour }) => ({ sku: id, priceNanoUsdPerHour }));
await start({ module: BillingModule.with(defaults, billingOptions), config });
