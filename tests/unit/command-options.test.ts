// Options made from a schema: read, checked, explained.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { overview, processHelp } from '../../server/cli/help.ts';
import { checkValues, optionsOf, readArguments } from '../../server/cli/options.ts';
import { createProgressBar } from '../../server/cli/progress-bar.ts';
import { outputOptions } from '../../server/cli/run-process.ts';
import { processes } from '../../server/processes/registry.ts';

const schema = z.strictObject({
  blockId: z.string().min(1).meta({ description: 'the id', placeholder: 'COL' }),
  counts: z.array(z.string()).optional(),
  cell: z.number().positive().optional(),
  method: z.enum(['points', 'centroid']).default('centroid'),
  repair: z.boolean().optional(),
});
const options = optionsOf(schema);
const read = (...argv: string[]) => checkValues(schema, readArguments(argv, options, 'test'), options);

describe('options', () => {
  it('take values apart or with =, lists with commas, quotes and repeats, flags alone', () => {
    expect(read('--block-id', 'id', '--counts=a,b', '--counts', '"c, d",e', '--cell', '0,5', '--repair')).toEqual({
      blockId: 'id',
      counts: ['a', 'b', 'c, d', 'e'],
      cell: 0.5,
      method: 'centroid',
      repair: true,
    });
  });

  it.each([
    [['--cell', '5'], /^--block-id: is required; accepted: COL: the id$/],
    [['--block-id', 'a', '--block-id', 'b'], /^--block-id: is given twice; accepted: one value$/],
    [['--block-id'], /^--block-id: has no value; accepted: COL$/],
    [['--block-id', '--cell'], /^--block-id: has no value/],
    [['--block-id', 'a', '--cell', 'x'], /^--cell: "x" is no number; accepted: a number$/],
    [['--block-id', 'a', '--cell', '-5'], /^--cell: /],
    [['--block-id', 'a', '--method', 'area'], /^--method: "area" is not offered; accepted: points, centroid$/],
    [['--blockid', 'a'], /^--blockid is no option of test; accepted: --block-id, or another option of zuschnitt test --help$/],
    [['--nothing-like-it'], /^--nothing-like-it is no option of test; accepted: the options of zuschnitt test --help$/],
    [['id'], /^"id" belongs to no option; accepted: options such as --block-id; see zuschnitt test --help$/],
  ])('%j are refused', (argv, message) => {
    expect(() => read(...argv)).toThrow(message);
  });
});

describe('help', () => {
  it.each(processes.map((process) => [process.id, process] as const))('of %s names every input with its description, and fits a terminal', (_, process) => {
    const text = processHelp(process, outputOptions(process.produces));
    for (const option of optionsOf(process.input)) {
      expect(option.description).not.toBe('');
      expect(text).toContain(`  ${option.flag} ${option.placeholder}`);
    }
    const examples = text.slice(text.indexOf('Examples:'));
    for (const line of text.slice(0, text.indexOf('Examples:')).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    for (const example of process.examples) {
      expect(examples).toContain(`zuschnitt ${example}`);
      // An example that the options no longer know would be refused here.
      const argv = example.split(' ').slice(1);
      const all = [...optionsOf(process.input), ...outputOptions(process.produces)];
      const { out: __, format: ___, report: ____, ...values } = readArguments(argv, all, process.id);
      expect(() => checkValues(process.input, values, optionsOf(process.input))).not.toThrow();
    }
  });

  it('lists every process and command', () => {
    const text = overview(processes, { serve: 'start the server' });
    for (const { id, title } of processes) expect(text).toContain(`  ${id.padEnd(12)} ${title.en}\n`);
    expect(text).toContain('serve        start the server');
  });
});

describe('the progress bar', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, stream: { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream };
  };

  it('is drawn on a terminal, no wider than it, and taken away', () => {
    const { written, stream: terminal } = stream(true);
    const bar = createProgressBar(terminal);
    bar.show(0.5, 'checking 100000 blocks');
    bar.clear();
    expect(written).toEqual([`\r[${'='.repeat(12)}${' '.repeat(12)}]  50 % checki\x1b[K`, '\r\x1b[K']);
  });

  it('writes nothing elsewhere', () => {
    const { written, stream: pipe } = stream(false);
    const bar = createProgressBar(pipe);
    bar.show(0.5, 'checking');
    bar.clear();
    expect(written).toEqual([]);
  });
});
