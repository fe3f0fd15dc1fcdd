// Reads a Dockerfile into its stages, as far as ours goes: FROM, COPY, RUN, ENV, CMD, HEALTHCHECK and plain words.

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  readonly from: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[] | null;
  readonly healthCommand: readonly string[] | null;
}

/** Stages in their order. Throws RangeError for an instruction before the first FROM or one that it does not know. */
export function parseDockerfile(source: string): Stage[] {
  const lines = source
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { from: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, text] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
    if (name === undefined || !/^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|CMD)$/.test(name)) throw new RangeError(`not an instruction: ${line}`);
    if (name === 'FROM') {
      const [from, , as] = text!.split(/\s+/);
      stages.push({ from: from!, name: as ?? null, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new RangeError(`${name} before FROM`);
    stage.instructions.push({ name, text: text! });
  }
  return stages.map((stage) => {
    const last = (name: string) => stage.instructions.findLast((instruction) => instruction.name === name)?.text;
    const json = (text: string | undefined) => (text === undefined ? null : (JSON.parse(text.slice(text.indexOf('['))) as string[]));
    const environment = Object.fromEntries(
      stage.instructions.filter(({ name }) => name === 'ENV').flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split('=') as [string, string])),
    );
    return { ...stage, environment, command: json(last('CMD')), healthCommand: json(last('HEALTHCHECK')) };
  });
}
