import type { StartOptions } from '../options.js';
import type { ConfigurationFile } from './configuration-file.js';
import { definitions } from './definitions.js';
import { optionAt } from './option-paths.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the file that `OTEL_CONFIG_FILE` or the option names. YAML is loaded only then, from a file of the package of its own. */
export function namedConfigurationFile(options: StartOptions, environment: Environment): ConfigurationFile | undefined {
  const { options: paths, variables } = definitions.configurationFile;
  const given = paths.map((path) => optionAt(options, path)).find((value) => typeof value === 'string' && value !== '');
  const path = (given as string | undefined) ?? variables.map((name) => environment[name]?.trim()).find(Boolean);
  if (path === undefined) return undefined;
  const { readConfigurationFile } = require('./configuration-file.cjs') as typeof import('../configuration-file/index.js');
  return readConfigurationFile(path, environment);
}
