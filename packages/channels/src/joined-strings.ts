/** Gives a text as V8 keeps names of properties: what is put together stays a pair of texts, which is slow to read character by character. */
function inOnePiece(text: string): string {
  return Object.keys({ [text]: true })[0] as string;
}

/** Joins two strings that recur, each pair once: for names that are needed on every request. Both must come from a small set. */
export class JoinedStrings {
  private readonly joined = new Map<string, Map<string, string>>();

  constructor(private readonly separator: string) {}

  /** Gives `first`, the separator and `second` as one string. */
  join(first: string, second: string): string {
    let seconds = this.joined.get(first);
    if (seconds === undefined) {
      seconds = new Map();
      this.joined.set(first, seconds);
    }
    let result = seconds.get(second);
    if (result === undefined) {
      result = inOnePiece(first + this.separator + second);
      seconds.set(second, result);
    }
    return result;
  }
}
