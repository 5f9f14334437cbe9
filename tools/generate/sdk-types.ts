import openapiTs, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of every path and schema of the OpenAPI document. */
export const sdkTypes = async (document: string): Promise<string> => {
  const nodes = await openapiTs(JSON.parse(document) as OpenAPI3, { alphabetize: true, immutable: true });
  return `// Made from docs/api/openapi.json by \`npm run generate\`.\n${astToString(nodes)}`;
};
