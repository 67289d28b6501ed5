/** A resource attribute as it is sent, and where its value came from. */
export interface ExplainedAttribute {
  readonly value: unknown;
  /** For example `code`, `FINOPS_TEAM`, `OTEL_RESOURCE_ATTRIBUTES`, `package.json`. */
  readonly source: string;
}

/** The effective configuration, for people: secrets are left out, every value has its origin. */
export interface ExplainedConfiguration {
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
  readonly resource: Readonly<Record<string, ExplainedAttribute>>;
  /** One line for each setting or label that could not be used as it was given. */
  readonly findings: readonly string[];
}

/** The running telemetry of a process. */
export interface Telemetry {
  /**
   * Sends what has been recorded so far. Never rejects; gives up after the shutdown timeout.
   */
  forceFlush(): Promise<void>;
  /**
   * Sends what has been recorded so far and stops recording. Never rejects; gives up after the shutdown timeout
   * (`TELEWRIGHT_SHUTDOWN_TIMEOUT`, 2,000 ms by default). Calling it again gives the first call's promise.
   */
  shutdown(): Promise<void>;
  /** Explains the configuration in effect: each value with its origin, each resource attribute with its source. */
  explain(): ExplainedConfiguration;
}
