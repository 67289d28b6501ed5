/** What the walks over text and values need to know. */
export interface Rules {
  isKey(name: string): boolean;
  isHarmless(value: string): boolean;
  mayHoldSecret(text: string): boolean;
  /** Redacts a text that may hold a secret. */
  text(text: string): string;
}

/** Tells whether a number is left under the name of a secret: `tokens: 1532` counts, `token: 153274` is one. */
export function isCount(name: string): boolean {
  return /s\d{0,4}[[\]]*$/i.test(name);
}
