// What is read of a file before the command knows its options is what the command asks for in the end, or nothing.
import { describe, expect, it } from 'vitest';
import { comingFile } from '../../server/cli/coming-file.ts';

const BLOCKS = ['--kind', 'blocks', '--file', 'blocks.shp', '--id', 'nr'];

describe('the file that an import will read', () => {
  it('is told where the arguments are blocks, a file and an id, in any order', () => {
    const coming = { path: 'blocks.shp', request: { kind: 'blocks', mapping: { id: 'nr' } } };
    expect(comingFile(BLOCKS)).toEqual(coming);
    expect(comingFile(['--id', 'nr', '--crs', 'EPSG:25832', '--valid-from', '2026-01-01', '--municipality', '09990001', '--file', 'blocks.shp', '--kind', 'blocks'])).toEqual(coming);
  });

  it.each([
    ['another kind', ['--kind', 'zones', '--file', 'zones.shp', '--id', 'nr']],
    ['no id', ['--kind', 'blocks', '--file', 'blocks.shp']],
    ['a CRS of its own', [...BLOCKS, '--source-crs', 'EPSG:31467']],
    ['a layer', [...BLOCKS, '--source-layer', 'blocks']],
    ['a choice of rows', [...BLOCKS, '--where', 'town=1']],
    ['a mapping', [...BLOCKS, '--mapping', '{}']],
    ['an option without a value', [...BLOCKS, '--dry-run']],
    ['values behind an equals sign', ['--kind=blocks', '--file=blocks.shp', '--id=nr']],
    ['an option that there is not', [...BLOCKS, '--colour', 'red']],
  ])('is not guessed at with %s', (_, argv) => {
    expect(comingFile(argv)).toBeNull();
  });
});
