// Printing: the page in its paper layout, drawn, and back.

/** `arrange(true)` lays the page out for paper, `arrange(false)` as before. Resolves when the print dialog is closed. */
export async function printPage(host: { readonly updateComplete: Promise<boolean> }, arrange: (paper: boolean) => void): Promise<void> {
  arrange(true);
  await host.updateComplete;
  // The map measures itself, paints and is composed: a frame each.
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  try {
    window.print();
  } finally {
    arrange(false);
  }
}
