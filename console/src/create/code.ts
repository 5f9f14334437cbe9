import { type Draft, type Json, withValue } from './draft.ts';
import { yaml } from './yaml.ts';

const isObject = (value: Json | undefined): value is Draft => typeof value === 'object' && value !== null;

/** What must not stand in a text that is copied: names stay, values come from the environment. */
export const masked = (draft: Draft): Draft => {
  const secrets = draft['secrets'];
  const named = isObject(secrets)
    ? withValue(draft, '/secrets', Object.fromEntries(Object.keys(secrets).map((name) => [name, `$${name}`])))
    : draft;
  const image = named['image'];
  return isObject(image) && image['credentials'] !== undefined
    ? withValue(named, '/image/credentials/password', '$REGISTRY_PASSWORD')
    : named;
};

/** A manifest that `tidegate apply` takes. */
export const manifestOf = (draft: Draft): string => {
  const { name = '', ...spec } = masked(draft);
  return yaml({ apiVersion: 'tidegate/v1', kind: 'Endpoint', metadata: { name }, spec });
};

export const cliOf = (draft: Draft): string => `tidegate apply -f - <<'EOF'\n${manifestOf(draft)}EOF`;

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export const curlOf = (draft: Draft, origin: string): string =>
  [
    `curl -X POST ${origin}/v1/endpoints \\`,
    '  -H "Authorization: Bearer $TIDEGATE_TOKEN" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify(masked(draft), null, 2))}`,
  ].join('\n');
