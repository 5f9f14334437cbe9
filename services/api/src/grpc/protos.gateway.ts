import { fileURLToPath } from 'node:url';
import {
  type MessageTypeDefinition,
  type PackageDefinition,
  type ServiceDefinition,
  loadSync,
} from '@grpc/proto-loader';
import { PROTO_FILES, PROTO_FOLDER, PROTO_PACKAGE } from '@tidegate/contracts';
import { JsonMessages, type MessageType } from '../rpcs/json-messages.ts';

const load = (keepCase: boolean): PackageDefinition =>
  loadSync([...PROTO_FILES], {
    includeDirs: [fileURLToPath(PROTO_FOLDER)],
    keepCase,
    longs: Number,
    enums: String,
  });

/** The proto files as this process uses them: fields in camelCase, as in JSON. */
export const loadProtos = () => {
  const definitions = load(false);
  const messages = new JsonMessages(
    (name) =>
      (definitions[name] as MessageTypeDefinition<object, object> | undefined)?.type as
        MessageType | undefined,
    PROTO_PACKAGE,
  );
  return {
    messages,
    serviceOf: (name: string): ServiceDefinition => {
      const service = definitions[`${PROTO_PACKAGE}.${name}`];
      if (!service) throw new Error(`there is no service ${name}`);
      return service as ServiceDefinition;
    },
  };
};
export type Protos = ReturnType<typeof loadProtos>;

/** The same with the names of the files, as reflection shows them. */
export const reflectedProtos = (): PackageDefinition => load(true);

/** The name of a message within the package. */
export const nameOf = ({ type }: MessageTypeDefinition<object, object>): string =>
  (type as { name: string }).name;
