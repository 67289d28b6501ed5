import { isCount, type Rules } from './rules.js';
import { CENSOR } from './secret-shapes.js';

const QUOTED_CENSOR = JSON.stringify(CENSOR);

/**
 * Redacts JSON text in one pass, without parsing and writing it anew, which would lose repeated keys and the digits of long numbers.
 * What is no JSON, or was cut off, is treated as text.
 */
export function redactJson(json: string, rules: Rules): string {
  if (!/^\s*[[{"]/.test(json)) return rules.text(json);
  let redacted = '';
  let copied = 0;
  let at = 0;
  for (;;) {
    const open = json.indexOf('"', at);
    const gap = json.slice(at, open === -1 ? json.length : open);
    const plain = redactNumbers(gap, rules);
    if (plain !== gap) {
      redacted += json.slice(copied, at) + plain;
      copied = at + gap.length;
    }
    if (open === -1) break;
    const close = closingQuote(json, open);
    if (close === -1) return redacted + json.slice(copied, open + 1) + rules.text(json.slice(open + 1));
    at = close + 1;
    const token = json.slice(open + 1, close);
    const valueStart = startOfValue(json, at);
    if (valueStart === -1) {
      const text = redactString(token, rules);
      if (text === token) continue;
      redacted += json.slice(copied, open + 1) + text;
      copied = close;
    } else if (rules.isKey(unescaped(token))) {
      const valueEnd = endOfValue(json, valueStart);
      if (!isSecret(token, json.slice(valueStart, valueEnd), rules)) continue;
      redacted += json.slice(copied, valueStart) + QUOTED_CENSOR;
      copied = valueEnd;
      at = valueEnd;
    }
  }
  return copied === 0 ? json : redacted + json.slice(copied);
}

function isSecret(key: string, value: string, rules: Rules): boolean {
  const first = value.charCodeAt(0);
  if (first === 34) return !rules.isHarmless(value.slice(1, -1));
  if (first === 123 || first === 91) return true;
  return /^-?\d/.test(value) && !isCount(key);
}

/** Redacts what stands between two strings: numbers, and with them card numbers. */
function redactNumbers(gap: string, rules: Rules): string {
  if (gap.length < 13) return gap;
  return gap.replace(/(?<![\w.-])\d{13,19}(?![\w.])/g, (digits) => (rules.text(digits) === digits ? digits : QUOTED_CENSOR));
}

function redactString(escaped: string, rules: Rules): string {
  if (!rules.mayHoldSecret(escaped)) return escaped;
  const text = unescaped(escaped);
  const redacted = rules.text(text);
  return redacted === text ? escaped : JSON.stringify(redacted).slice(1, -1);
}

function unescaped(escaped: string): string {
  if (!escaped.includes('\\')) return escaped;
  try {
    return JSON.parse(`"${escaped}"`) as string;
  } catch {
    return escaped; // no JSON after all: its rules still hold for text
  }
}

function closingQuote(json: string, open: number): number {
  for (let close = json.indexOf('"', open + 1); close !== -1; close = json.indexOf('"', close + 1)) {
    let backslashes = 0;
    while (json.charCodeAt(close - backslashes - 1) === 92) backslashes++;
    if (backslashes % 2 === 0) return close;
  }
  return -1;
}

/** Gives where the value of a name begins, or -1 where the string before was no name. */
function startOfValue(json: string, at: number): number {
  let index = skipSpace(json, at);
  if (json.charCodeAt(index) !== 58) return -1;
  index = skipSpace(json, index + 1);
  return index;
}

function skipSpace(json: string, at: number): number {
  let index = at;
  for (let code = json.charCodeAt(index); code === 32 || (code >= 9 && code <= 13); code = json.charCodeAt(++index));
  return index;
}

function endOfValue(json: string, start: number): number {
  const first = json.charCodeAt(start);
  if (first === 34) {
    const close = closingQuote(json, start);
    return close === -1 ? json.trimEnd().length : close + 1;
  }
  if (first !== 123 && first !== 91) {
    const end = /[,}\]\s]/g;
    end.lastIndex = start;
    return end.exec(json)?.index ?? json.length;
  }
  let depth = 0;
  for (let index = start; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === 34) {
      const close = closingQuote(json, index);
      if (close === -1) break;
      index = close;
    } else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return index + 1;
  }
  return json.trimEnd().length;
}
