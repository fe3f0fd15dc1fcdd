// Help, made from the schemas.
import type { Process } from '../processes/process.ts';
import { KNOWN_CRS } from '../gdal/crs/crs.ts';
import { type Option, optionsOf } from './options.ts';

/** Lists all commands with one line each. */
export function overview(processes: readonly Process[], commands: Readonly<Record<string, string>>): string {
  const line = (name: string, what: string) => `  ${name.padEnd(12)} ${what}`;
  return [
    'zuschnitt: redraw districts from blocks. File in, file out; no server needed.',
    '',
    'Usage: zuschnitt <process> [options]',
    '',
    'Processes:',
    ...processes.map(({ id, title }) => line(id, title.en)),
    '',
    'Server and data:',
    ...Object.entries(commands).map(([name, what]) => line(name, what)),
    '',
    'zuschnitt <process> --help explains one; zuschnitt --version tells versions.',
    'Exit code 0: done; 1: done, and a check found something; 2: bad input, told in one line.',
    '',
  ].join('\n');
}

/** Help of one process. `output` are the options that the command line itself adds. */
export function processHelp(process: Process, output: readonly Option[]): string {
  const inputs = optionsOf(process.input);
  const usage = inputs.filter(({ required }) => required).map(({ flag, placeholder }) => `${flag} ${placeholder}`);
  return [
    `zuschnitt ${process.id}: ${process.title.en}`,
    '',
    ...wrap(process.description.en, ''),
    '',
    ...wrap(`Usage: zuschnitt ${[process.id, ...usage].join(' ')} [options]`, ''),
    '',
    'Options:',
    ...[...inputs, ...output].flatMap(describe),
    ...describe({ name: 'help', flag: '--help', type: 'boolean', description: 'this text', placeholder: '', required: false }),
    '',
    'Examples:',
    ...process.examples.map((example) => `  zuschnitt ${example}`),
    '',
    ...wrap(`CRS that are known: ${KNOWN_CRS}.`, ''),
    '',
  ].join('\n');
}

function describe(option: Option): string[] {
  const head = `  ${option.flag} ${option.placeholder}`.trimEnd();
  const rest = `${option.description}${option.default === undefined ? '' : ` (default: ${option.default})`}${option.required ? ' [required]' : ''}`;
  const lines = wrap(rest, ' '.repeat(26));
  if (head.length > 24) return [head, ...lines];
  return [head.padEnd(26) + (lines[0] ?? '').trimStart(), ...lines.slice(1)];
}

/** Lines of at most 100 characters. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > 100) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}
