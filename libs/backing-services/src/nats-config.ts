export type NatsSettings = Readonly<{
  /** Told in the server's greeting: by it the server is known from another one on its port. */
  name: string;
  storeDir: string;
  port: number;
  token: string;
  pidFile: string;
}>;

/** One event with a large payload, or a batch of log lines, must fit. */
const MAX_PAYLOAD = '8MB';
const MAX_FILE_STORE = '8GB';
const MAX_MEMORY_STORE = '64MB';

const quoted = (text: string): string => {
  if (/["\\\n]/.test(text))
    throw new Error(`nats-server's configuration cannot hold ${JSON.stringify(text)}`);
  return `"${text}"`;
};

/** The configuration file's text. The token stands in it, so the file is its owner's alone. */
export const natsConfig = ({ name, storeDir, port, token, pidFile }: NatsSettings): string => {
  if (!/^[\w-]{16,}$/.test(token)) throw new Error('a NATS token is 16 or more letters, digits, - and _');
  return `server_name: ${quoted(name)}
listen: "127.0.0.1:${port}"
pid_file: ${quoted(pidFile)}
max_payload: ${MAX_PAYLOAD}
authorization { token: "${token}" }
jetstream {
  store_dir: ${quoted(storeDir)}
  max_file_store: ${MAX_FILE_STORE}
  max_memory_store: ${MAX_MEMORY_STORE}
}
`;
};
