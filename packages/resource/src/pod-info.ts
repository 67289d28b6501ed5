/**
 * Reads a file of the Kubernetes downward API with labels or annotations: one `key="value"` a line, quoted as Go does.
 * A line that is cut off is left out.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function parsePodInfo(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, quoted] = /^([^=]+)="((?:[^"\\]|\\.)*)"\s*$/.exec(line) ?? [];
    if (key !== undefined && quoted !== undefined) entries.set(key.trim(), unquote(quoted));
  }
  return entries;
}

const escapes: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unquote(quoted: string): string {
  return quoted.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gu,
    (_, byte?: string, short?: string, long?: string, single = '') => {
      // Go writes \x only for a byte that is no UTF-8, or for a control character.
      if (byte !== undefined) return Number.parseInt(byte, 16) < 0x80 ? String.fromCharCode(Number.parseInt(byte, 16)) : '\uFFFD';
      const code = Number.parseInt(short ?? long ?? '', 16);
      if (Number.isNaN(code)) return escapes[single] ?? single;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}
