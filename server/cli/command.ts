// What a command beside the processes is: a module of this folder, named after the command, that exports `run`.

/** `argv` is what follows the command's name; the promise gives the exit code (0 done, 1 findings, 2 bad input). */
export interface Command {
  run(argv: string[]): Promise<number>;
}
