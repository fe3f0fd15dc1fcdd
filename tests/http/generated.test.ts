// The committed OpenAPI document and client types are what the routes say now.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../server/http/generate.ts';
import { packageRoot } from '../../server/package-root.ts';
import { PROBLEMS } from '../../server/problem.ts';

describe('generated files', () => {
  for (const [name, content] of generatedFiles()) {
    it(`${name} is committed as the routes are now (npm run generate)`, () => {
      expect(readFileSync(join(packageRoot(), name), 'utf8')).toBe(content);
    });
  }

  const document = JSON.parse(generatedFiles().get('openapi.json')!) as {
    openapi: string;
    info: { description: string };
    paths: Record<string, Record<string, { operationId: string; parameters: { in: string; name: string; style?: string; explode?: boolean }[]; responses: Record<string, unknown> }>>;
    components: { schemas: Record<string, unknown> };
  };
  const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })));

  it('the document is OpenAPI 3.0: path parameters declared, names unique, every reference there', () => {
    expect(document.openapi).toMatch(/^3\.0\.\d$/);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, parameters, responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name), path).toEqual(inPath);
      for (const parameter of parameters.filter((entry) => entry.in === 'query')) expect([parameter.style, parameter.explode]).toEqual(['form', false]);
      expect(Object.keys(responses)).toContain('default');
    }
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(Object.keys(document.components.schemas)).toContain(name);
    // Words of later JSON Schema drafts, which 3.0 has not.
    expect(text).not.toMatch(/"(const|\$defs|definitions|prefixItems|\$schema|unevaluatedProperties)":/);
    expect(text).not.toMatch(/"type":\["|"type":"null"/);
  });

  it('every problem code stands in it', () => {
    for (const code of Object.keys(PROBLEMS)) expect(document.info.description).toContain(`${code} (`);
  });
});
