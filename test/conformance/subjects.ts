import { type App, repository, runApp } from '../run-app.ts';

/** A distribution that the rows are tried on. */
export interface Subject {
  readonly name: string;
  /** Runs code with the distribution preloaded. */
  preloaded(code: string, environment: Readonly<Record<string, string>>, module?: boolean): App;
  /** Runs code that starts the distribution itself, as `code` of `start` says. */
  started(resource: Readonly<Record<string, string>>, code: string, environment: Readonly<Record<string, string>>): App;
}

const quiet = { FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test', TELEWRIGHT_SPOOL: 'off' };

/** Telewright as `npm run build` made it. */
export const ours: Subject = {
  name: 'Telewright',
  preloaded: (code, environment, module = false) =>
    runApp([...flag('--require', '@telewright/node/register', module), code], { ...quiet, ...environment }),
  started: (resource, code, environment) =>
    runApp(['--eval', `require('@telewright/node').start({ resourceAttributes: ${JSON.stringify(resource)} }); ${code}`], {
      ...quiet,
      ...environment,
    }),
};

const folder = `${repository}test/conformance/upstream`;

/** `@opentelemetry/auto-instrumentations-node/register`, and `NodeSDK` where code starts it; `npm run conformance` installs them. */
export const upstream: Subject = {
  name: 'OpenTelemetry',
  preloaded: (code, environment, module = false) =>
    runApp(
      [...flag(module ? '--import' : '--require', '@opentelemetry/auto-instrumentations-node/register', module), code],
      { OTEL_NODE_RESOURCE_DETECTORS: 'env', ...environment },
      folder,
    ),
  started: (resource, code, environment) =>
    runApp(
      [
        '--eval',
        `const { resourceFromAttributes } = require('@opentelemetry/resources');
        const { NodeSDK } = require('@opentelemetry/sdk-node');
        new NodeSDK({ resource: resourceFromAttributes(${JSON.stringify(resource)}) }).start(); ${code}`,
      ],
      { OTEL_NODE_RESOURCE_DETECTORS: 'env', ...environment },
      folder,
    ),
};

function flag(name: string, specifier: string, module: boolean): string[] {
  return [name, specifier, ...(module ? ['--input-type=module'] : []), '--eval'];
}
