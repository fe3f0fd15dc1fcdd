// What is said to screen readers: one sentence after the hand has rested, never a queue of old ones.

/** Time after the last step; the interface's pages wait the same. */
const REST_MS = 500;

export class Announcer {
  text = '';
  /** What waits for the hand to rest. */
  private waiting = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  say(text: string): void {
    if (text === '') return;
    clearTimeout(this.timer);
    this.waiting = text;
    this.timer = setTimeout(() => {
      this.waiting = '';
      // The same sentence twice is not read again: a no-break space makes it another.
      this.text = text === this.text ? `${text}\u00A0` : text;
      this.changed();
    }, REST_MS);
  }

  /** Said after what waits, where something does: what the server found belongs to the step that it found it in. */
  add(text: string): void {
    this.say(this.waiting === '' ? text : `${this.waiting} ${text}`);
  }
}
