/** What is going on in the stack: invocations asked for and not yet answered. */
export class Activity {
  #running = 0;
  #listeners: (() => void)[] = [];

  get running(): number {
    return this.#running;
  }

  /** Something begins; call the result once when it has ended. */
  begin(): () => void {
    this.#running += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#running -= 1;
      for (const listener of this.#listeners.splice(0)) listener();
    };
  }

  /** Resolves the next time that something ends. */
  ended(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  /** Resolves when nothing is going on. */
  async idle(): Promise<void> {
    while (this.#running > 0) await this.ended();
  }
}
