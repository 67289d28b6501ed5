import { createRequire, isBuiltin, register, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Instrumentation } from '../options.js';
import { patchedModules } from './instrumentation.js';

/** The part of `import-in-the-middle/register-hooks.mjs` that is used. */
interface RegisterHooks {
  supportsSyncHooks(): boolean;
  register(options: { shouldInclude(url: string, specifier: string): boolean }): void;
}

/** An instrumentation, and the folder from which the app resolves it. */
export interface Located {
  readonly instrumentation: Instrumentation;
  readonly folder: string;
}

/**
 * Lets instrumentations patch what ES modules import. `require` is hooked by the instrumentations themselves, as soon as they are made.
 *
 * The order matters: built-in modules are patched through `require` first and then passed on to named imports, and only then the loader hook
 * is registered. The other way round `node:http` would be patched twice, and each request had two spans. The hook is that of the copy of
 * import-in-the-middle which the instrumentation uses, and is limited to the packages that are patched.
 */
export function hookImports(located: readonly Located[]): void {
  const names = located.flatMap(({ instrumentation }) => patchedModules(instrumentation));
  const builtins = names.filter((name) => isBuiltin(name));
  for (const name of builtins) createRequire(`${located[0]?.folder}/`)(name);
  if (builtins.length > 0) syncBuiltinESMExports();

  const packages = new Map<string, Set<string>>();
  for (const { instrumentation, folder } of located) {
    const own = patchedModules(instrumentation).filter((name) => !isBuiltin(name));
    if (own.length === 0) continue;
    const hook = hookOf(instrumentation, folder);
    packages.set(hook, new Set([...(packages.get(hook) ?? []), ...own]));
  }
  for (const [hook, own] of packages) hookPackages([...own], hook);
}

/** Finds the loader hook of the copy of import-in-the-middle that an instrumentation uses. */
function hookOf({ instrumentationName }: Instrumentation, folder: string): string {
  const app = createRequire(`${folder}/`);
  let base = app.resolve('@opentelemetry/instrumentation');
  try {
    base = createRequire(app.resolve(instrumentationName)).resolve('@opentelemetry/instrumentation');
  } catch {
    // An instrumentation of the app's own, which is no package.
  }
  return createRequire(base).resolve('import-in-the-middle/hook.mjs');
}

function hookPackages(names: readonly string[], hook: string): void {
  const folders = names.map((name) => `/node_modules/${name}/`);
  const hooks = registerHooks(createRequire(hook));
  if (hooks?.supportsSyncHooks()) hooks.register({ shouldInclude: (url) => folders.some((folder) => url.includes(folder)) });
  // Older versions of Node, and of import-in-the-middle, have hooks on a thread of their own only.
  else register(pathToFileURL(hook), { data: { include: folders.map((folder) => new RegExp(folder.replace(/[.+]/g, '\\$&'))) } });
}

function registerHooks(load: NodeJS.Require): RegisterHooks | undefined {
  try {
    return load('import-in-the-middle/register-hooks.mjs');
  } catch {
    return undefined; // a version from before it had such hooks
  }
}
