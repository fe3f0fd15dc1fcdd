// What is said to screen readers: one sentence after the hand has rested, never a queue of old ones.

/** Time after the last step; the interface's pages wait the same. */
const REST_MS = 500;

export class Announcer {
  text = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  say(text: string): void {
    if (text === '') return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // The same sentence twice is not read again: a no-break space makes it another.
      this.text = text === this.text ? `${text}\u00A0` : text;
      this.changed();
    }, REST_MS);
  }
}
