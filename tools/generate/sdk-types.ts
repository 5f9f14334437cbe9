import openapiTs, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of every path and schema of the OpenAPI document. */
export const sdkTypes = async (document: string): Promise<string> => {
  // Not `immutable`: the client’s types make objects of arrays that are readonly. What has a default need not be sent.
  const options = { alphabetize: true, defaultNonNullable: false };
  const nodes = await openapiTs(JSON.parse(document) as OpenAPI3, options);
  return `// Made from docs/api/openapi.json by \`npm run generate\`.\n${astToString(nodes)}`;
};
