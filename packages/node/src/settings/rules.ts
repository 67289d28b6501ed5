import { definitions } from './definitions.js';
import type { SettingFinding, SettingValues } from './settings.js';
import { signals } from './signals.js';

/** What has been resolved setting by setting, for rules that look at several. */
export interface Draft {
  values: SettingValues;
  readonly origins: Record<string, string>;
  readonly findings: SettingFinding[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The rules between settings, in the order in which they are applied. */
export const rules: readonly ((draft: Draft) => void)[] = [
  nothingWithAWrongFile,
  silentInTests,
  noneStandsAlone,
  batchFitsIntoQueue,
  argumentHasSampler,
  endpointIsBase,
];

/** The specification asks for an SDK that does nothing where its file is wrong: half of what was asked for would be a surprise. */
function nothingWithAWrongFile(draft: Draft): void {
  if (!draft.findings.some(({ level }) => level === 'error')) return;
  draft.values = { ...draft.values, disabled: true };
  draft.origins['disabled'] = 'a configuration file that is wrong';
}

/** The unit tests of a service send nothing and say nothing, unless somebody asks for it. */
function silentInTests(draft: Draft): void {
  const { origins, environment } = draft;
  const inTests = environment['NODE_ENV'] === 'test';
  if (
    !inTests ||
    origins['configurationFile'] !== 'default' ||
    origins['endpoint'] !== 'default' ||
    signals.some((signal) => origins[`${signal}.url`] !== 'default')
  )
    return;
  const silent = { logLevel: 'none', tracesExporters: ['none'], metricsExporters: ['none'], logsExporters: ['none'] } as const;
  for (const [key, value] of Object.entries(silent)) {
    if (origins[key] !== 'default') continue;
    draft.values = { ...draft.values, [key]: value };
    origins[key] = 'NODE_ENV=test without an endpoint';
  }
}

function noneStandsAlone(draft: Draft): void {
  for (const key of ['tracesExporters', 'metricsExporters', 'logsExporters', 'propagators', 'resourceDetectors'] as const) {
    const names: readonly string[] = draft.values[key];
    if (names.length < 2 || !names.includes('none')) continue;
    draft.values = { ...draft.values, [key]: ['none'] };
    draft.findings.push({ name: nameOf(draft, key), expected: 'none to stand alone', got: names.join(','), action: 'none wins' });
  }
}

function batchFitsIntoQueue(draft: Draft): void {
  for (const [batch, queue] of [
    ['spanBatchSize', 'spanQueueSize'],
    ['logRecordBatchSize', 'logRecordQueueSize'],
  ] as const) {
    const { [batch]: size, [queue]: most } = draft.values;
    if (size <= most) continue;
    if (draft.origins[batch] !== 'default') {
      const expected = `at most the queue size of ${most}`;
      draft.findings.push({ name: nameOf(draft, batch), expected, got: String(size), action: `batches of ${most} are sent` });
    }
    draft.values = { ...draft.values, [batch]: most };
    draft.origins[batch] = queue;
  }
}

/** The argument means nothing without a sampler to give it to. */
function argumentHasSampler(draft: Draft): void {
  const { origins, values } = draft;
  if (origins['samplerRatio'] !== 'OTEL_TRACES_SAMPLER_ARG' || values.sampler.endsWith('traceidratio')) return;
  const got = origins['sampler'] === 'default' ? 'no sampler' : values.sampler;
  draft.values = { ...values, samplerRatio: definitions.samplerRatio.default };
  origins['samplerRatio'] = 'default';
  const expected = 'OTEL_TRACES_SAMPLER to name a sampler that takes it, such as parentbased_traceidratio';
  draft.findings.push({ name: 'OTEL_TRACES_SAMPLER_ARG', expected, got, action: 'it is ignored' });
}

/** The two mistakes that the specification's difference between base and signal endpoint invites. */
function endpointIsBase({ values, origins, findings }: Draft): void {
  const said = new Set<string>();
  for (const signal of signals) {
    const origin = origins[`${signal}.url`] as string;
    const { pathname } = new URL(values[signal].url);
    const doubled = /\/v1\/(?:traces|metrics|logs)(?=\/v1\/(?:traces|metrics|logs)$)/.exec(pathname)?.[0];
    const base = origin === origins['endpoint'];
    if (base && doubled !== undefined && !said.has(origin)) {
      said.add(origin);
      const expected = `a base URL, to which ${doubled.slice(0, 4)}<signal> is appended`;
      findings.push({
        name: origin === 'code' ? 'option endpoint' : origin,
        expected,
        got: doubled,
        action: `requests go to …${pathname}`,
      });
    } else if (!base && pathname === '/') {
      const name = origin === 'code' ? `option ${signal}.endpoint` : origin;
      findings.push({
        name,
        expected: `a whole URL, mostly with the path /v1/${signal}`,
        got: '/',
        action: 'it is used as it is',
        level: 'info',
      });
    }
  }
}

function nameOf({ origins }: Draft, key: keyof typeof definitions): string {
  return origins[key] === 'code' ? `option ${definitions[key].options[0]}` : (origins[key] as string);
}
