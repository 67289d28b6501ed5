/** A destination for pino that keeps what is written to it. */
export class CapturedLines {
  readonly texts: string[] = [];

  write(text: string): void {
    this.texts.push(text);
  }

  /** The last line, parsed. */
  get last(): Record<string, unknown> {
    return JSON.parse(this.texts.at(-1) ?? 'null') as Record<string, unknown>;
  }

  /** How often a key stands in the last line, at any depth. */
  count(key: string): number {
    return (this.texts.at(-1) ?? '').split(`${JSON.stringify(key)}:`).length - 1;
  }
}

/** Options that make a line the same in every run. */
export const steady = { base: null, timestamp: false } as const;
