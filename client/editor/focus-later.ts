// Keeps the keyboard's focus when the control that was pressed goes away with what it did.

/** Once the work is done and drawn: the control that stands for the place where the hand was. `from` lies in the editor's tree. */
export async function focusLater(from: EventTarget | null, work: Promise<unknown> | void, selector: string): Promise<void> {
  const root = (from as Element).getRootNode() as ShadowRoot | Document;
  await work;
  // Lit draws in a microtask, the panels within the next frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  // Whoever has gone elsewhere meanwhile is left there.
  if (root.activeElement === null || root.activeElement === document.body) root.querySelector<HTMLElement>(selector)?.focus();
}
