// What a geoprocessing job is: written once, offered on the command line, over HTTP and as a form.
import type { Geometry } from 'geojson';
import type { z } from 'zod';

/** Progress and cancel; both faces of a process hand one in. */
export interface ProcessContext {
  /** Fraction from 0 to 1 and what is being done, in English. */
  progress(fraction: number, message: string): void;
  /** A remark for the person who asked, beside the result: one line, in English, never a count. */
  note(message: string): void;
  readonly signal: AbortSignal;
}

/** A table to be written: with geometry where the rows have one and the format too. */
export interface TableResult {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Geometries by row in `epsg`; null for a row without one. Absent: a bare table. */
  readonly geometries?: readonly (Geometry | null)[];
  readonly epsg?: number;
}

export interface ReportResult {
  readonly kind: 'report';
  readonly report: unknown;
}

export interface ProcessOutcome {
  readonly result: TableResult | ReportResult;
  /** What is told beside a table, where the process `produces` both; made only where somebody asks for it. */
  readonly report?: () => unknown;
  /** True where a check found something: exit code 1 on the command line. */
  readonly findings: boolean;
}

/**
 * One geoprocessing job. `input` is what both faces validate against. A field whose schema carries `file: true` in its
 * metadata is the path of a file that `run` reads: the HTTP face puts the path of an uploaded file there and refuses
 * any other.
 */
export interface Process<Input extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly title: { readonly de: string; readonly en: string };
  readonly description: { readonly de: string; readonly en: string };
  /**
   * What `run` gives, so that an output format can be refused before the work; `both` is a report, and beside it a table where `givesTable`
   * says so; `guarded` a table that may leave, and a report that may not: it is written to a file that was named, and nowhere else.
   */
  readonly produces: 'table' | 'report' | 'both' | 'guarded';
  readonly input: Input;
  /** For `both`: whether this input asks for the table. */
  givesTable?(input: z.infer<Input>): boolean;
  /** Command lines without the leading `zuschnitt`, shown by `--help`. */
  readonly examples: readonly string[];
  run(input: z.infer<Input>, context: ProcessContext): Promise<ProcessOutcome>;
}
