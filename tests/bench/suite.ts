// What a suite of benchmarks gets.
import type { Input } from './input.ts';
import type { PostgisPeer } from './peers/postgis.ts';
import type { Report } from './report.ts';

export interface SuiteContext {
  readonly input: Input;
  readonly report: Report;
  /** null where PostGIS is not installed. */
  readonly postgis: PostgisPeer | null;
  /** Counted rounds of a race. */
  readonly rounds: number;
}
