// Why a file is not imported: every finding, as long as there is room for it.
import { InputError, type InputProblem } from '../gdal/input-error.ts';

/** More would not be read by anybody, and the first hundred say what went wrong. */
export const MOST_ISSUES = 100;

/** Several things that are wrong with one file; the message tells the first. */
export class ImportRefused extends InputError {
  constructor(readonly issues: readonly InputProblem[]) {
    super(issues[0]!);
  }
}

/** Collects problems and throws once all are known (or there are enough of them). */
export class IssueList {
  private readonly issues: InputProblem[] = [];

  add(problem: InputProblem): void {
    this.issues.push(problem);
    if (this.issues.length >= MOST_ISSUES) this.refuse();
  }

  /** Throws ImportRefused where there is any problem. */
  refuse(): void {
    if (this.issues.length > 0) throw new ImportRefused(this.issues);
  }
}

/** All problems that an error holds. */
export function issuesOf(error: InputError): readonly InputProblem[] {
  return error instanceof ImportRefused ? error.issues : [error.input];
}
