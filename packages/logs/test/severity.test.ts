import { describe, expect, it } from 'vitest';
import { severityOf, severityOfName } from '../src/severity.js';

describe('the severity of a level', () => {
  it("is the one of pino's levels", () => {
    const severities = Object.entries({ trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 }).map(([label, level]) =>
      severityOf(level, label),
    );
    expect(severities).toEqual([1, 5, 9, 13, 17, 21]);
  });

  it("goes by the number for other names, between pino's levels and beyond", () => {
    expect([-5, 0, 10, 15, 29, 30, 35, 38, 45, 59, 60, 69, 70, 1000].map((level) => severityOf(level, 'custom'))).toEqual([
      1, 1, 1, 3, 8, 9, 11, 12, 15, 20, 21, 24, 24, 24,
    ]);
    expect(severityOf(30, undefined)).toBe(9);
  });

  it('is known for the names of winston and log4js, and for no other', () => {
    const names = ['silly', 'verbose', 'http', 'Info', 'WARN', 'error', 'FATAL', 'mark', 'loud'];
    expect(names.map(severityOfName)).toEqual([1, 6, 7, 9, 13, 17, 21, 24, undefined]);
  });

  it('goes by the name where custom levels count another way, as syslog does', () => {
    const labels = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'INFO', 'debug'];
    expect(labels.map((label, level) => severityOf(level, label))).toEqual([21, 19, 18, 17, 13, 10, 9, 5]);
  });
});
