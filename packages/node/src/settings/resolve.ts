import type { StartOptions } from '../options.js';
import { type ConfigurationFile, nothingRuns } from './configuration-file.js';
import { baseEndpoint, connectionDefinitions, type Definition, definitions, protocolDefinition, signalEndpoint } from './definitions.js';
import { wrongInstrumentations } from './given-instrumentations.js';
import { wrongProcessing } from './given-processing.js';
import { nearestName } from './nearest-name.js';
import { knownPaths, optionAt, unknownOptions } from './option-paths.js';
import type { Parsed } from './parsers.js';
import { type Draft, rules } from './rules.js';
import type { OtlpSettings, SettingFinding, Settings, SettingValues, Signal } from './settings.js';
import { signals } from './signals.js';
import { unknownVariables, variablesBesideFile } from './unknown-variables.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves every setting once: code beats a configuration file, which beats the environment; a signal's own value beats the general one, blank means unset. What can't be used is
 * reported as a finding and the next source is taken.
 */
export function resolveSettings(given: StartOptions, environment: Environment, file?: ConfigurationFile): Settings {
  const options = isObject(given) ? given : {};
  const origins: Record<string, string> = {};
  const findings: SettingFinding[] = isObject(given)
    ? [...unknownOptions(options), ...wrongInstrumentations(options), ...wrongProcessing(options)]
    : [{ name: 'the options of start()', expected: 'an object', got: String(given), action: 'they are ignored' }];
  if (file) findings.push(...file.findings, ...unknownEntries(file));
  const reported = new Set<string>();

  const resolve = <T>(key: string, definition: Definition<T>): T => {
    for (const candidate of candidates(definition, options, environment, file)) {
      const parsed = parse(definition, candidate.raw);
      if ('value' in parsed) {
        origins[key] = candidate.origin;
        if (parsed.unknown) {
          const { entries, expected } = parsed.unknown;
          findings.push({ name: candidate.name, expected, got: withoutCredentials(entries.join(', ')), action: 'the rest of it holds' });
        }
        return parsed.value;
      }
      if (reported.has(candidate.name)) continue; // one variable can serve three signals
      reported.add(candidate.name);
      const got = definition.secret ? undefined : withoutCredentials(toText(candidate.raw));
      findings.push({ name: candidate.name, expected: parsed.expected, got, ...consequence(candidate) });
    }
    origins[key] = 'default';
    return definition.default;
  };

  const connection = (signal: Signal): OtlpSettings => {
    const entries = Object.entries(connectionDefinitions(signal)).map(([key, definition]) => [
      key,
      resolve(`${signal}.${key}`, definition as Definition<unknown>),
    ]);
    resolve(`${signal}.protocol`, protocolDefinition(signal));
    return Object.freeze({ ...Object.fromEntries(entries), url: signalUrl(signal) }) as OtlpSettings;
  };

  /** The most specific source wins, and code beats environment: an endpoint in code beats a signal's own variable. */
  const signalUrl = (signal: Signal): string => {
    const own = resolve(`${signal}.url`, signalEndpoint(signal));
    const ownOrigin = origins[`${signal}.url`] as string;
    const base = resolve('endpoint', baseEndpoint);
    if (own !== undefined && (ownOrigin === 'code' || origins['endpoint'] !== 'code')) return own;
    origins[`${signal}.url`] = origins['endpoint'] as string;
    return appendPath(base, `v1/${signal}`);
  };

  const flat = Object.entries(definitions).map(([key, definition]) => [key, resolve(key, definition as Definition<unknown>)]);
  const values: SettingValues = {
    ...Object.fromEntries(flat),
    ...Object.fromEntries(signals.map((signal) => [signal, connection(signal)])),
  };
  findings.push(...unknownVariables(environment), ...(file ? variablesBesideFile(environment, file) : []));
  const draft: Draft = { values, origins, findings, environment };
  for (const rule of rules) rule(draft);
  return Object.freeze({ values: Object.freeze(draft.values), origins: Object.freeze(origins), findings: Object.freeze(findings) });
}

/** Says a finding in one line. */
export function formatFinding({ name, expected, got, action }: SettingFinding): string {
  const shown = got === undefined ? '' : `, got ${JSON.stringify(got.length > 80 ? `${got.slice(0, 80)}…` : got)}`;
  return `${name}: expected ${expected}${shown}; ${action}`;
}

interface Candidate {
  readonly name: string;
  readonly origin: string;
  readonly raw: unknown;
  readonly fromFile?: true;
}

function* candidates<T>(
  definition: Definition<T>,
  options: StartOptions,
  environment: Environment,
  file: ConfigurationFile | undefined,
): Generator<Candidate> {
  for (const path of definition.options) {
    const raw = optionAt(options, path);
    if (raw !== undefined) yield { name: `option ${path}`, origin: 'code', raw };
  }
  for (const path of definition.options) {
    const entry = file?.entries.get(path);
    if (entry) yield { name: `${entry.origin} ${entry.key}`, origin: entry.origin, raw: entry.raw, fromFile: true };
  }
  const namesFile = definition.variables === definitions.configurationFile.variables;
  for (const name of definition.variables) {
    const raw = environment[name]?.trim();
    // Beside a file the specification's own variables do not count.
    if (raw && (file === undefined || namesFile || !name.startsWith('OTEL_'))) yield { name, origin: name, raw };
  }
}

function consequence({ fromFile }: Candidate): Pick<SettingFinding, 'action' | 'level'> {
  return fromFile ? { action: nothingRuns, level: 'error' } : { action: 'it is ignored' };
}

/** What the file sets under the name of no option. */
function unknownEntries(file: ConfigurationFile): SettingFinding[] {
  const known = knownPaths();
  return [...file.entries].flatMap(([path, { origin, key }]) => {
    if (known.has(path)) return [];
    const nearest = nearestName(path, known);
    const expected = nearest ? `a known option (did you mean ${snakeCase(nearest)}?)` : 'a known option';
    return [{ name: `${origin} ${key}`, expected, got: undefined, action: nothingRuns, level: 'error' as const }];
  });
}

function snakeCase(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function parse<T>(definition: Definition<T>, raw: unknown): Parsed<T> {
  if (typeof raw === 'string') return definition.parse(raw);
  if (typeof raw === 'number' || typeof raw === 'boolean') return definition.parse(String(raw));
  if (isTextList(raw)) return definition.parse(raw.join(','));
  if (definition.secret && typeof raw === 'function') return { value: raw as T };
  if (definition.pairs && isTextRecord(raw)) return definition.parse(pairsOf(raw as object).join(','));
  if (definition.secret && isTextRecord(raw)) return { value: { ...(raw as object) } as T };
  const expected = definition.parse('\0');
  return { expected: 'expected' in expected ? expected.expected : 'text' };
}

function pairsOf(record: object): string[] {
  return Object.entries(record).map(([key, value]) => `${key}=${value}`);
}

/** Says what was given; an object may have no text of its own. */
function toText(raw: unknown): string {
  if (isTextList(raw)) return raw.join(',');
  if (Array.isArray(raw)) return 'a list';
  return typeof raw === 'object' ? 'an object' : String(raw);
}

function isTextList(raw: unknown): raw is string[] {
  return Array.isArray(raw) && raw.every((entry) => typeof entry === 'string');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((entry) => typeof entry === 'string');
}

function appendPath(base: string, path: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return url.href;
}

function withoutCredentials(text: string): string {
  return text.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
}
