/** A value in effect and where it came from. */
export interface EffectiveValue {
  readonly value: unknown;
  /** `default`, `code`, a variable such as `FINOPS_TEAM`, a file such as `package.json`, or what it follows or was detected from. */
  readonly origin: string;
}

/** The configuration in effect: secrets are left out, every value has its origin. */
export interface EffectiveSettings {
  /** Every setting, by its name; those of a signal's connection as `traces.url`. */
  readonly values: Readonly<Record<string, EffectiveValue>>;
  /** Every resource attribute as it is sent. */
  readonly resource: Readonly<Record<string, EffectiveValue>>;
  /** The instrumentations that listen. */
  readonly instrumentations: readonly string[];
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
  /** The configuration in effect; `TELEWRIGHT_DEBUG_CONFIG=true` prints the same as one line of JSON on stderr. */
  readonly settings: EffectiveSettings;
}
