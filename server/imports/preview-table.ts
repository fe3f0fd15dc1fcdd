// A look at a statistics table before it is imported: how it was read, a proposed mapping, and what a mapping makes of it. The numbers
// are those of the sender's own file; nothing of them is kept, and nothing stored is compared here.
import { basename, extname } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { say } from '../../core/refusals/say.ts';
import { applyMapping, type FieldTally, type Figure } from '../../core/tables/apply-mapping.ts';
import { codebookFromTable, codebookOf, type Codebook } from '../../core/tables/codebook.ts';
import { isProblem, type TableProblem } from '../../core/tables/grid.ts';
import { proposeMapping } from '../../core/tables/propose-mapping.ts';
import type { ReadTable, TableReading } from '../../core/tables/read-table.ts';
import type { ReadingRules, TableMapping } from '../../core/tables/table-mapping.ts';
import { listSheets } from '../gdal/formats/read-spreadsheet.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { issuesOf } from './import-refused.ts';
import { openTable, toInput } from './open-table.ts';
import { placeTable, type TableKnowledge } from './prepare-table.ts';

export interface TableLookRequest {
  readonly path: string;
  readonly reading: ReadingRules;
  readonly mapping: TableMapping | null;
  readonly codebook: { readonly file: string; readonly text: string } | null;
  /** The day where the mapping leaves it to whoever brings the file. */
  readonly given: string | null;
  readonly knowledge: TableKnowledge;
  readonly statistics: readonly { readonly statistic: string; readonly names: readonly string[] }[];
}

export interface TableOutcome {
  readonly rows: number;
  readonly unassignableRows: number;
  readonly totalRows: number;
  readonly fields: FieldTally;
  readonly unmatched: readonly { readonly row: number; readonly id: string }[];
  readonly unmatchedRows: number;
  readonly dates: readonly {
    readonly date: string;
    readonly blocks: number;
    readonly missingBlocks: number;
    readonly statistics: readonly {
      readonly statistic: string;
      /** Of what is known, in blocks. */
      readonly sum: number;
      /** Of rows of no block; null where a part of it is not known. */
      readonly elsewhere: number | null;
      readonly total: number | null;
      readonly withheld: number;
      readonly unknown: number;
    }[];
  }[];
  /** The first areas of the last date, as they were understood. */
  readonly first: readonly { readonly row: number; readonly id: string; readonly figures: readonly Figure[] }[];
}

export interface TableLook {
  readonly reading: TableReading | null;
  readonly form: 'long' | 'wide' | null;
  readonly proposal: TableMapping | null;
  readonly codebook: Codebook | null;
  readonly sheets: readonly string[];
  readonly outcome: TableOutcome | null;
  readonly problems: readonly InputProblem[];
}

const MOST_VALUES = 60;
const MOST_COLUMNS = 400;
const FIRST = 8;
const MOST_KEYS = 50;

/** Never throws for what is wrong with file, codebook or mapping: that is among the problems. */
export async function lookAtTable(request: TableLookRequest): Promise<TableLook> {
  const { path, mapping, codebook: given } = request;
  const file = basename(path);
  const nothing: TableLook = { reading: null, form: null, proposal: null, codebook: null, sheets: [], outcome: null, problems: [] };
  try {
    const sheets = ['.xlsx', '.ods'].includes(extname(path).toLowerCase()) ? (await listSheets(path, file)).map(({ name }) => name) : [];
    const codebook = given === null ? (mapping?.reading.codebook ?? request.reading.codebook ?? null) : parseCodebook(given.text, given.file);
    if (codebook !== null && isProblem(codebook)) return { ...nothing, sheets, problems: [toInput(codebook, given?.file ?? file)] };
    const rules = { ...request.reading, ...mapping?.reading, ...(codebook === null ? {} : { codebook }) };
    try {
      return { ...looked(await openTable(path, rules), { ...request, reading: rules }, file), codebook, sheets };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { ...nothing, codebook, sheets, problems: issuesOf(error) };
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...nothing, problems: issuesOf(error) };
  }
}

/** A codebook by the extension of its file: JSON, YAML, or a table. */
export function parseCodebook(text: string, file: string): Codebook | TableProblem {
  const extension = extname(file).toLowerCase();
  if (extension !== '.json' && extension !== '.yaml' && extension !== '.yml') return codebookFromTable(text);
  try {
    return codebookOf(extension === '.json' ? JSON.parse(text) : parseYaml(text, { maxAliasCount: 20 }));
  } catch (error) {
    return { code: 'CODEBOOK', problem: say('CODEBOOK_UNREADABLE', { format: extension === '.json' ? 'JSON' : 'YAML', detail: (error as Error).message.split('\n')[0]!.slice(0, 200) }), accepted: say('TAKE_CODEBOOK_COLUMNS') };
  }
}

function looked(table: ReadTable, { mapping, reading, given, knowledge, statistics }: TableLookRequest, file: string): TableLook {
  const keys = new Set(knowledge.stands.flatMap(({ ids }) => ids));
  const { mapping: proposal, form } = proposeMapping(table, reading, { keys, statistics });
  const shown = { ...table.reading, columns: table.reading.columns.slice(0, MOST_COLUMNS).map((column) => ({ ...column, values: column.values?.slice(0, MOST_VALUES) ?? null })) };
  const look = { reading: shown, form, proposal, codebook: null, sheets: [], outcome: null, problems: [] };
  if (mapping === null) return look;
  const applied = applyMapping(table, mapping, given);
  if (applied.problems.length > 0) return { ...look, problems: applied.problems.map((problem) => toInput(problem, file)) };
  if (applied.dates.length === 0) return { ...look, problems: [{ file, problem: say('NO_ROW_TAKEN'), accepted: say('TAKE_RULE_FOR_ROWS') }] };
  try {
    const placed = placeTable(table, applied, { ...mapping, unmatched: 'unlocated' }, knowledge, file);
    const { report } = placed;
    const outcome: TableOutcome = {
      rows: report.rows,
      unassignableRows: report.unassignableRows,
      totalRows: report.totalRows,
      fields: report.fields,
      unmatched: report.unmatched.slice(0, MOST_KEYS),
      unmatchedRows: report.unmatchedRows,
      dates: placed.sets.map(({ date, statistics: codes, rows, unlocated, totals }, i) => ({
        date,
        blocks: report.dates[i]!.blocks,
        missingBlocks: report.dates[i]!.missingBlocks,
        statistics: codes.map((statistic, column) => {
          const figures = [...applied.dates[i]!.areas.values()].map((area) => area.figures[column]!);
          return {
            statistic,
            sum: rows.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0),
            elsewhere: unlocated[column]!,
            total: totals[column]!,
            withheld: figures.filter(({ state }) => state === 'withheld').length,
            unknown: figures.filter(({ state }) => state === 'missing').length,
          };
        }),
      })),
      first: [...applied.dates.at(-1)!.areas].slice(0, FIRST).map(([id, { row, figures }]) => ({ row, id, figures })),
    };
    return { ...look, outcome };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...look, problems: issuesOf(error) };
  }
}
