/** The package of every service of the gRPC API, and its folder below PROTO_FOLDER. */
export const PROTO_PACKAGE = 'tidegate.v1';

/** The folder of the proto files as a file: URL. It lies beside `src` and `dist`, so it is found from both. */
export const PROTO_FOLDER = new URL('../proto/', import.meta.url).href;

/** The files that define services; they import the others. */
export const PROTO_FILES = [
  'tidegate/v1/endpoint_service.proto',
  'tidegate/v1/project_service.proto',
  'tidegate/v1/token_service.proto',
  'tidegate/v1/security_group_service.proto',
  'tidegate/v1/catalog_service.proto',
  'tidegate/v1/node_service.proto',
  'tidegate/v1/ledger_service.proto',
  'tidegate/v1/budget_service.proto',
  'tidegate/v1/webhook_service.proto',
  'tidegate/v1/alert_service.proto',
  'tidegate/v1/channel_service.proto',
  'tidegate/v1/report_service.proto',
  'tidegate/v1/rate_service.proto',
  'tidegate/v1/metric_service.proto',
  'tidegate/v1/log_service.proto',
] as const;
