import { defineConfig } from '@tidegate/bootstrap';

export const config = defineConfig('metrics', {});
