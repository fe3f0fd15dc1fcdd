// Answers that a page asked for while its scripts were still on their way: each is taken once, by whom would have asked for it.

declare global {
  /** By address without the host, as editor/early-data.ts keeps them. */
  var zuschnittEarly: Map<string, Promise<Response>> | undefined;
}

/** Null where nobody asked for it, or somebody has it already. */
export function takeEarly(url: string): Promise<Response> | null {
  const answer = globalThis.zuschnittEarly?.get(url) ?? null;
  if (answer !== null) globalThis.zuschnittEarly!.delete(url);
  return answer;
}
