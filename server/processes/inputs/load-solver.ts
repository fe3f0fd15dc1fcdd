// HiGHS, loaded where a process needs it.
import { HighsSolver } from '../../../core/disclosure/differencing/program.ts';

/** 3.5 MB of WebAssembly, which every other command would wait for. */
export async function loadSolver(): Promise<HighsSolver> {
  const { default: loadHighs } = await import('highs');
  return new HighsSolver(await loadHighs());
}
