// The example of docs/coverage.md runs and prints what its comments say.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

const root = join(import.meta.dirname, '../..');

describe('the page on the coverage module', () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/coverage.md'), 'utf8'))![1]!;

  it('has an example that runs as it stands and prints what it says', async () => {
    // Beside docs, so that the imports of the example lead where they do in the page.
    const folder = mkdtempSync(join(root, 'tests-page-'));
    const printed: unknown[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((value: unknown) => void printed.push(value));
    try {
      const path = join(folder, 'example.ts');
      writeFileSync(path, example);
      await import(/* @vite-ignore */ path);
    } finally {
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
    expect(printed).toMatchObject([
      [{ a: '0101', b: '0102', areaM2: expect.closeTo(8, 6) }],
      [{ kind: 'overlap', blocks: ['0101', '0102'], areaM2: expect.closeTo(8, 6) }],
      false,
      false,
    ]);
  });
});
