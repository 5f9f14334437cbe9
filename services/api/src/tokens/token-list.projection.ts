import { projection, sql } from '@tidegate/eventing';

/** What is known about tokens. Of a secret only its SHA-256. */
export const tokenList = projection({
  name: 'api.token-list',
  version: 2,
  tables: ['token_list'],
  on: {
    TokenIssued: ({ data, occurredAt, position }) => sql`
      insert into token_list
        (id, project_id, name, scopes, secret_sha256, expires_at, limits, created_at, created_position)
      values
        (${data.tokenId}, ${data.projectId}, ${data.name}, ${data.scopes}::text[], ${data.secretSha256},
         ${data.expiresAt}, ${JSON.stringify(data.limits)}::jsonb, ${occurredAt}, ${position})
      on conflict do nothing`,
    TokenRevoked: ({ data: { tokenId }, occurredAt }) => sql`
      update token_list set revoked_at = ${occurredAt} where id = ${tokenId}`,
  },
});
