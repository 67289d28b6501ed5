import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type ConfigurationFile, nothingRuns } from '../settings/configuration-file.js';
import { parseConfiguration } from './parse-configuration.js';

const maxBytes = 1_048_576;

/**
 * Reads a declarative configuration file of OpenTelemetry, `file_format` 1.x. Never throws: what is wrong is a finding with file, line and key.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/data-model/
 */
export function readConfigurationFile(path: string, environment: Readonly<Record<string, string | undefined>>): ConfigurationFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > maxBytes) return unreadable(path, stat.isFile() ? 'a larger one' : 'something else');
    return parseConfiguration(readFileSync(path, 'utf8'), basename(path), environment);
  } catch (error) {
    return unreadable(path, (error as NodeJS.ErrnoException).code ?? 'something that can not be understood');
  }
}

function unreadable(path: string, got: string): ConfigurationFile {
  const finding = {
    name: `configuration file ${path}`,
    expected: 'a YAML file of at most 1 MiB',
    got,
    action: nothingRuns,
    level: 'error' as const,
  };
  return { entries: new Map(), attributes: [], findings: [finding], referenced: new Set() };
}
