// Runs one process for the command line: arguments in, file or standard output out.
import { writeWhole } from '../gdal/move-into-place.ts';
import { InputError } from '../gdal/input-error.ts';
import { requireOutput, TABLE_EXTENSIONS, type TableExtension, tableToCsv, tableToGeoJson, tableToJson, writeTable } from '../gdal/write-table.ts';
import type { Process, TableResult } from '../processes/process.ts';
import { processHelp } from './help.ts';
import { checkValues, type Option, optionsOf, readArguments } from './options.ts';
import { createProgressBar } from './progress-bar.ts';

/** Options that every process has on the command line and nowhere else. */
export function outputOptions(produces: Process['produces']): Option[] {
  const table = TABLE_EXTENSIONS.join(' ');
  const extensions = { table, guarded: table, report: '.json', both: `.json for the report, ${BESIDE_A_REPORT.join(' ')} for the table` }[produces];
  const formats = { table: ['csv', 'json', 'geojson'], guarded: ['csv', 'json'], report: ['json'], both: ['json', 'csv', 'geojson'] }[produces];
  const report: Option = {
    name: 'report',
    flag: '--report',
    type: 'string',
    description: produces === 'guarded' ? 'file for the internal report, which must not leave: .json' : 'file for the report beside a table (default: standard output): .json',
    placeholder: 'F.json',
    required: false,
  };
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
      description: produces === 'both' ? 'format on standard output: json is the report, the others the table' : 'format on standard output',
      placeholder: formats.join('|'),
      required: false,
      choices: formats,
      default: formats[0]!,
    },
    ...(produces === 'both' || produces === 'guarded' ? [report] : []),
  ];
}

/** Tables of a process that reports too: .json is the report's. */
const BESIDE_A_REPORT: readonly TableExtension[] = TABLE_EXTENSIONS.filter((extension) => extension !== '.json');

/** Returns the exit code; throws InputError for what the person at the keyboard can mend. Nothing is written before all is done. */
export async function runProcess(process: Process, argv: readonly string[], signal: AbortSignal): Promise<number> {
  const output = outputOptions(process.produces);
  if (argv.includes('--help') || argv.includes('-h')) {
    await print(processHelp(process, output));
    return 0;
  }
  const inputs = optionsOf(process.input);
  const { out = '-', format, report, ...values } = readArguments(argv, [...inputs, ...output], process.id) as Record<string, unknown> & OutputArguments;
  const chosen = requireFormat(format, output[1]!);
  const input = checkValues(process.input, values, inputs);
  const kind = process.produces !== 'both' ? process.produces : process.givesTable!(input) ? 'both' : 'report';
  const extension = out === '-' ? null : await requireOutput<string>(out, { table: TABLE_EXTENSIONS, guarded: TABLE_EXTENSIONS, report: ['.json'], both: BESIDE_A_REPORT }[kind]);
  if (extension !== null && format !== undefined) {
    throw new InputError({ option: 'format', problem: 'is for standard output', accepted: `the extension of --out (here ${extension})` });
  }
  if (kind === 'report' && chosen !== 'json') {
    throw new InputError({ option: 'format', problem: `"${chosen}" is for a table, and these options give a report`, accepted: 'json' });
  }
  if (report !== undefined) {
    if (kind === 'report') throw new InputError({ option: 'report', problem: 'is for a report beside a table', accepted: '--out for a report alone' });
    await requireOutput(report, ['.json']);
  }

  const bar = createProgressBar(globalThis.process.stderr);
  const notes: string[] = [];
  try {
    const outcome = await process.run(input, {
      progress: (fraction, message) => bar.show(fraction, message),
      note: (message) => notes.push(message),
      signal,
    });
    const { result, findings } = outcome;
    signal.throwIfAborted();
    bar.show(0.95, 'writing');
    if (result.kind === 'report') await writeReport(result.report, out);
    else {
      const asReport = kind === 'both' && extension === null && chosen === 'json';
      if (extension !== null) notes.push(...(await writeTable(result, out, extension as TableExtension)));
      else if (!asReport) await print(tableText(result, chosen));
      if (report !== undefined) await writeReport(outcome.report!(), report);
      else if (kind === 'both' && (extension !== null || asReport)) await writeReport(outcome.report!(), '-');
    }
    bar.clear();
    for (const note of notes) globalThis.process.stderr.write(`zuschnitt ${process.id}: note: ${note}\n`);
    return findings ? 1 : 0;
  } finally {
    bar.clear();
  }
}

interface OutputArguments {
  readonly out?: string;
  readonly format?: string;
  readonly report?: string;
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

async function writeReport(report: unknown, out: string): Promise<void> {
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
