// Indicators that a reader marked with a star: kept in this browser alone.

const STORAGE_KEY = 'zuschnitt.favourites';

export class Favourites {
  private marked: ReadonlySet<string> = read();
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  has(indicator: string): boolean {
    return this.marked.has(indicator);
  }

  /** In the order in which they were marked. */
  list(): readonly string[] {
    return [...this.marked];
  }

  toggle(indicator: string): void {
    // Another tab may have marked something since.
    const next = new Set(read());
    if (this.marked.has(indicator)) next.delete(indicator);
    else next.add(indicator);
    this.marked = next;
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify([...next]));
    } catch {
      // Storage switched off: the mark then lasts as long as the page.
    }
    this.changed();
  }
}

function read(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : []);
  } catch {
    return new Set();
  }
}
