import { boundary } from './word-boundary.js';

/**
 * Finds what has the shape of a payment card number: the prefix of a scheme, its length, and either no separators or the scheme's own
 * groups with one kind of separator. Longer runs of digits, decimals, identifiers and UUIDs are left alone.
 */
export const cardNumberSource: string =
  `${boundary('[\\w.]')}(?<![\\w.]-|\\d )(?:` +
  // Amex: 15 digits in groups of 4, 6, 5; Diners: 14 digits in groups of 4, 6, 4.
  '3(?:[47]\\d\\d([ -]?)\\d{6}\\1\\d{5}|(?:0[0-5]|[689]\\d)\\d([ -]?)\\d{6}\\2\\d{4})|' +
  // Visa, Mastercard, Discover, JCB, UnionPay: 16 digits in groups of 4.
  '(?:4\\d{3}|5[1-5]\\d\\d|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)|6(?:011|4[4-9]\\d|5\\d\\d|2\\d\\d)|35(?:2[89]|[3-8]\\d))' +
  '([ -]?)\\d{4}\\3\\d{4}\\3\\d{4})(?![\\w]|[ -]\\d|\\.\\d)';

/** Tells whether digits, with or without separators, have a valid check digit (ISO/IEC 7812-1, annex B). */
export function passesLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let index = text.length - 1; index >= 0; index--) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) continue;
    const weighted = double ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
    double = !double;
  }
  return sum > 0 && sum % 10 === 0;
}
