// Runs once before all tests, and once after them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Test files run in processes of their own, which inherit the name of the folder that they share. */
export default function setup(): () => void {
  const template = mkdtempSync(join(tmpdir(), 'zuschnitt-demo-'));
  process.env.DEMO_TEMPLATE = template;
  return () => rmSync(template, { recursive: true, force: true });
}
