import { DiagLogLevel, diag } from '@opentelemetry/api';

/** Collects what is reported through OpenTelemetry's diagnostic logger, until `diag.disable()`. */
export function captureDiagnostics(): string[] {
  const messages: string[] = [];
  const keep = (message: string): void => void messages.push(message);
  diag.setLogger(
    { error: keep, warn: keep, info: keep, debug: keep, verbose: keep },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return messages;
}
