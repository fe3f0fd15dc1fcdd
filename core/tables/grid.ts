// A table before anybody knows its header: rows of texts as they stand in the file, with the numbers of their lines.
import type { Said } from '../refusals/say.ts';

export interface GridRow {
  /** Line of the file, or row of the sheet, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

export interface Grid {
  readonly rows: readonly GridRow[];
  /** Whether a row with fewer cells than others lacks something: lines of a delimited file do, rows of a sheet do not. */
  readonly ragged: boolean;
}

/** What is wrong with a table and what would do; whoever knows the file adds its name. */
export interface TableProblem {
  readonly code: string;
  readonly problem: Said;
  readonly accepted: Said;
  readonly row?: number;
  readonly field?: string;
}

export const isProblem = <T extends object>(found: T | TableProblem): found is TableProblem => 'problem' in found && 'accepted' in found;
