// Runs one process for the command line: arguments in, file or standard output out.
import { writeWhole } from '../gdal/move-into-place.ts';
import { InputError } from '../gdal/input-error.ts';
import { requireOutput, TABLE_EXTENSIONS, type TableExtension, tableToCsv, tableToGeoJson, tableToJson, writeTable } from '../gdal/write-table.ts';
import type { Process, ReportResult, TableResult } from '../processes/process.ts';
import { processHelp } from './help.ts';
import { checkValues, type Option, optionsOf, readArguments } from './options.ts';
import { createProgressBar } from './progress-bar.ts';

/** Options that every process has on the command line and nowhere else. */
export function outputOptions(produces: Process['produces']): Option[] {
  const extensions = produces === 'table' ? TABLE_EXTENSIONS.join(' ') : '.json';
  const formats = produces === 'table' ? ['csv', 'json', 'geojson'] : ['json'];
  return [
    {
      name: 'out',
      flag: '--out',
      type: 'string',
      description: `file to write, replaced if it is there; its extension says the format: ${extensions}; - is standard output`,
      placeholder: 'F',
      required: false,
      default: '-',
    },
    {
      name: 'format',
      flag: '--format',
      type: 'string',
      description: 'format on standard output',
      placeholder: formats.join('|'),
      required: false,
      choices: formats,
      default: formats[0]!,
    },
  ];
}

/** Returns the exit code; throws InputError for what the person at the keyboard can mend. Nothing is written before all is done. */
export async function runProcess(process: Process, argv: readonly string[], signal: AbortSignal): Promise<number> {
  const output = outputOptions(process.produces);
  if (argv.includes('--help') || argv.includes('-h')) {
    await print(processHelp(process, output));
    return 0;
  }
  const inputs = optionsOf(process.input);
  const { out = '-', format, ...values } = readArguments(argv, [...inputs, ...output], process.id) as Record<string, unknown> & { out?: string; format?: string };
  const chosen = requireFormat(format, output[1]!);
  const input = checkValues(process.input, values, inputs);
  const extension = out === '-' ? null : await requireOutput<string>(out, process.produces === 'table' ? TABLE_EXTENSIONS : ['.json']);
  if (extension !== null && format !== undefined) {
    throw new InputError({ option: 'format', problem: 'is for standard output', accepted: `the extension of --out (here ${extension})` });
  }

  const bar = createProgressBar(globalThis.process.stderr);
  const notes: string[] = [];
  try {
    const { result, findings } = await process.run(input, {
      progress: (fraction, message) => bar.show(fraction, message),
      note: (message) => notes.push(message),
      signal,
    });
    signal.throwIfAborted();
    bar.show(0.95, 'writing');
    if (result.kind === 'report') await writeReport(result, out);
    else if (extension === null) await print(tableText(result, chosen));
    else notes.push(...(await writeTable(result, out, extension as TableExtension)));
    bar.clear();
    for (const note of notes) globalThis.process.stderr.write(`zuschnitt ${process.id}: note: ${note}\n`);
    return findings ? 1 : 0;
  } finally {
    bar.clear();
  }
}

function requireFormat(format: string | undefined, option: Option): string {
  if (format === undefined) return option.default!;
  if (option.choices!.includes(format)) return format;
  throw new InputError({ option: 'format', problem: `"${format}" is not offered`, accepted: option.choices!.join(', ') });
}

function tableText(table: TableResult, format: string): string {
  if (format === 'json') return tableToJson(table);
  if (format === 'csv') return tableToCsv(table);
  if (table.geometries === undefined) throw new InputError({ option: 'format', problem: 'the result has no geometry', accepted: 'csv, json' });
  return tableToGeoJson(table);
}

async function writeReport({ report }: ReportResult, out: string): Promise<void> {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (out === '-') await print(text);
  else await writeWhole(out, text);
}

/** Waits until a pipe has taken all: the process may end right after. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    globalThis.process.stdout.write(text, (error) => {
      // Whoever read has closed the pipe (`| head`): nothing is wrong.
      if (error === null || error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve();
      else reject(error);
    });
  });
}
