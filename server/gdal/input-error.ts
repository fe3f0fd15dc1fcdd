// Bad input, told in one line: which file, row and field, and what would be accepted.
import { inEnglish, type Words } from '../../core/refusals/say.ts';

export interface InputProblem {
  /** What is wrong, as a short phrase. */
  readonly problem: Words;
  readonly file?: string;
  /** Row of a table counted from 1 with the header as row 1, or number or id of a feature. */
  readonly row?: number | string;
  readonly field?: string;
  /** Name of a process's input (camelCase as in its schema), when the fault lies there and in no file. */
  readonly option?: string;
  readonly accepted?: Words;
  /** For programs, where the kind of fault matters more than its words. */
  readonly code?: string;
}

/** Thrown by readers and processes for what the person who gave the input can mend; never for a bug. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly input: InputProblem) {
    const { file, row, field, option, problem, accepted } = input;
    const place = [
      file,
      row === undefined ? undefined : `row ${row}`,
      field === undefined ? undefined : `field ${field}`,
      option === undefined ? undefined : optionName(option),
    ];
    const where = place.filter((part) => part !== undefined).join(', ');
    super(`${where === '' ? '' : `${where}: `}${inEnglish(problem)}${accepted === undefined ? '' : `; accepted: ${inEnglish(accepted)}`}`);
  }
}

/** How the command line spells an input: `blockId` is `--block-id`. */
export function optionName(input: string): string {
  return `--${input.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
