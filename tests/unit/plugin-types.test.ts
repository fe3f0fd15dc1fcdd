// The types that pages of other people compile against say what the class does: checked by the compiler, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type * as Declared from '../../client/plugin/boundary-editor-declarations.ts';
import type * as Made from '../../client/plugin/boundary-editor.ts';
import type { PlanEventDetails } from '../../client/editor/desk-events.ts';
import { packageRoot } from '../../server/package-root.ts';

type Public<T> = { [K in keyof T]: T[K] };

// A member that is missing, or of another shape, is an error of the compiler, which tests/unit/architecture.test.ts runs.
export const classIsAsDeclared = (made: Public<Omit<Made.BoundaryEditor, 'on'>>): Public<Omit<Declared.BoundaryEditor, 'on'>> => made;
export const nothingElseIsPublic = (declared: keyof Declared.BoundaryEditor): keyof Made.BoundaryEditor => declared;
export const nothingIsLeftOut = (made: keyof Made.BoundaryEditor): keyof Declared.BoundaryEditor => made;
export const optionsAreTaken = (declared: Declared.BoundaryEditorOptions): Made.BoundaryEditorOptions => declared;
export const toolsAreTheSame = (tool: Declared.ToolId): Made.BoundaryEditorOptions['tools'] => [tool];
export const eventsAreAsDeclared = (made: PlanEventDetails): Declared.PlanEventDetails => made;

it('the guide names every method and event of the class', () => {
  const guide = readFileSync(join(packageRoot(), 'docs/plugin.md'), 'utf8');
  const declarations = readFileSync(join(packageRoot(), 'client/plugin/boundary-editor-declarations.ts'), 'utf8');
  const body = declarations.slice(declarations.indexOf('class BoundaryEditor'));
  const methods = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:<]/gm)].map(([, name]) => name!).filter((name) => name !== 'constructor');
  const events = [...declarations.slice(declarations.indexOf('interface PlanEventDetails'), declarations.indexOf('declare class')).matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name!);
  expect(methods).toContain('permalink');
  expect(events).toContain('conflict');
  expect([...methods, ...events].filter((name) => !guide.includes(`\`${name}`))).toEqual([]);
});
