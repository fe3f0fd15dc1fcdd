// A progress bar on a terminal; nothing at all where standard error goes to a file or another program.

export interface ProgressBar {
  show(fraction: number, message: string): void;
  /** Takes the bar away, so that a line of text can stand there. */
  clear(): void;
}

export function createProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    show(fraction, message) {
      const done = Math.round(24 * Math.min(1, Math.max(0, fraction)));
      const text = `[${'='.repeat(done)}${' '.repeat(24 - done)}] ${String(Math.round(100 * fraction)).padStart(3)} % ${message}`;
      stream.write(`\r${text.slice(0, (stream.columns ?? 80) - 1)}\x1b[K`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}
