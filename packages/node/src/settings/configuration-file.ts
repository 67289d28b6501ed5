import type { SettingFinding } from './settings.js';

/** What a file says about one option. */
export interface FileEntry {
  readonly raw: unknown;
  /** Where it says so: `otel.yaml:12`. */
  readonly origin: string;
  /** The key in the file: `tracer_provider.sampler.always_on`. */
  readonly key: string;
}

/** A declarative configuration file, brought to the options of `start()`. */
export interface ConfigurationFile {
  /** By the path of the option. */
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** The resource attributes, those that count more first. */
  readonly attributes: readonly { readonly attribute: string; readonly value: unknown; readonly source: string }[];
  readonly findings: readonly SettingFinding[];
  /** The variables that the file asks for by `${NAME}`. */
  readonly referenced: ReadonlySet<string>;
}

/** What is done about a file that is wrong. */
export const nothingRuns = 'nothing is recorded or sent until it is right';
