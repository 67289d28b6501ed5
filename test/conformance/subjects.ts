import { type App, repository, runApp } from '../run-app.ts';

export type Environment = Readonly<Record<string, string>>;

/** A distribution that the rows are tried on. */
export interface Subject {
  readonly name: string;
  /** Runs code with the distribution preloaded. */
  preloaded(code: string, environment: Environment, module?: boolean): App;
  /** Gives the expression that starts the distribution with this resource, where code can start it. */
  readonly starting?: (resource: Environment) => string;
  /** Runs code without anything preloaded, where the distribution can be loaded. */
  bare(code: string, environment: Environment): App;
}

const quiet = { FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test', TELEWRIGHT_SPOOL: 'off' };

/** Telewright as `npm run build` made it. */
export const ours: Subject = {
  name: 'Telewright',
  preloaded: (code, environment, module = false) =>
    runApp([...flag('--require', '@telewright/node/register', module), code], { ...quiet, ...environment }),
  starting: (resource) => `require('@telewright/node').start({ resourceAttributes: ${JSON.stringify(resource)} })`,
  bare: (code, environment) => runApp(['--eval', code], { ...quiet, ...environment }),
};

const folder = `${repository}test/conformance/upstream`;
const bare = (code: string, environment: Environment): App =>
  runApp(['--eval', code], { OTEL_NODE_RESOURCE_DETECTORS: 'env', ...environment }, folder);
const preload =
  (preloaded: string): Subject['preloaded'] =>
  (code, environment, module = false) =>
    runApp(
      [...flag(module ? '--import' : '--require', preloaded, module), code],
      { OTEL_NODE_RESOURCE_DETECTORS: 'env', ...environment },
      folder,
    );

/** What OpenTelemetry offers, as its documentation says to use it; `npm run conformance` installs it. */
export const upstream: readonly Subject[] = [
  { name: 'auto-instrumentations-node/register', preloaded: preload('@opentelemetry/auto-instrumentations-node/register'), bare },
  {
    name: 'NodeSDK',
    preloaded: preload('./node-sdk.cjs'),
    starting: (resource) =>
      `(() => { const sdk = new (require('@opentelemetry/sdk-node').NodeSDK)({
        resource: require('@opentelemetry/resources').resourceFromAttributes(${JSON.stringify(resource)}) }); sdk.start(); return sdk; })()`,
    bare,
  },
];

function flag(name: string, specifier: string, module: boolean): string[] {
  return [name, specifier, ...(module ? ['--input-type=module'] : []), '--eval'];
}
