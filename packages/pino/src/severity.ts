import { SeverityNumber } from '@opentelemetry/api';

/** pino's own level names, and syslog's as the logs data model maps them (https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/). */
const severityByLabel: ReadonlyMap<string, SeverityNumber> = new Map([
  ['trace', SeverityNumber.TRACE],
  ['debug', SeverityNumber.DEBUG],
  ['info', SeverityNumber.INFO],
  ['notice', SeverityNumber.INFO2],
  ['warn', SeverityNumber.WARN],
  ['warning', SeverityNumber.WARN],
  ['error', SeverityNumber.ERROR],
  ['crit', SeverityNumber.ERROR2],
  ['critical', SeverityNumber.ERROR2],
  ['alert', SeverityNumber.ERROR3],
  ['fatal', SeverityNumber.FATAL],
  ['emerg', SeverityNumber.FATAL],
  ['emergency', SeverityNumber.FATAL],
]);

/**
 * Maps a pino level to a severity: by its name where that says it, as custom levels may count in any direction, else by its number
 * on pino's scale, where ten levels are one severity of four steps (30 is INFO, 35 is INFO3).
 */
export function severityOf(level: number, label: string | undefined): SeverityNumber {
  const named = label === undefined ? undefined : severityByLabel.get(label.toLowerCase());
  if (named !== undefined) return named;
  return Math.min(Math.max(1 + Math.floor((level - 10) * 0.4), SeverityNumber.TRACE), SeverityNumber.FATAL4);
}
