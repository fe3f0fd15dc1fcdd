// `npm run generate`: writes openapi.json and client/api-types.ts from the routes; a test compares both with what is committed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../package-root.ts';
import { allRoutes } from './all-routes.ts';
import { apiTypes } from './api-types.ts';
import { packageVersion, type HttpContext } from './context.ts';
import { openApiDocument } from './openapi.ts';

/** File name from the package root -> content. Routes are only looked at here: no handler runs, so nothing is needed. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const document = openApiDocument(allRoutes({} as HttpContext), packageVersion());
  return new Map([
    ['openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['client/api-types.ts', apiTypes(document)],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of generatedFiles()) {
    writeFileSync(join(packageRoot(), name), content);
    process.stdout.write(`${name}\n`);
  }
}
