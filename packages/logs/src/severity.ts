import { SeverityNumber } from '@opentelemetry/api';

/** Level names of pino, bunyan, winston and log4js, and syslog's as the logs data model maps them (https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/). */
const severityByLabel: ReadonlyMap<string, SeverityNumber> = new Map([
  ['silly', SeverityNumber.TRACE],
  ['trace', SeverityNumber.TRACE],
  ['debug', SeverityNumber.DEBUG],
  ['verbose', SeverityNumber.DEBUG2],
  ['http', SeverityNumber.DEBUG3],
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
  ['mark', SeverityNumber.FATAL4],
]);

/** Maps the name of a level to a severity, in any case; `undefined` for a name that says none. */
export function severityOfName(name: string): SeverityNumber | undefined {
  return severityByLabel.get(name) ?? severityByLabel.get(name.toLowerCase());
}

/**
 * Maps a level of pino or bunyan to a severity: by its name where that says it, as custom levels may count in any direction, else by its number
 * on their scale, where ten levels are one severity of four steps (30 is INFO, 35 is INFO3).
 */
export function severityOf(level: number, label: string | undefined): SeverityNumber {
  const named = label === undefined ? undefined : severityOfName(label);
  if (named !== undefined) return named;
  return Math.min(Math.max(1 + Math.floor((level - 10) * 0.4), SeverityNumber.TRACE), SeverityNumber.FATAL4);
}
