import type { Instrumentation } from '../options.js';

type Patch = (exports: unknown, version?: string) => unknown;
type Exports = Record<string, unknown>;

/** The part of OpenTelemetry's module definitions that is used. */
interface ModuleDefinition {
  patch?: Patch;
}

/** An instrumentation's class; `init` is where it defines what it patches. */
export type InstrumentationClass = new (config: object) => Instrumentation & { init(): ModuleDefinition | ModuleDefinition[] | undefined };

/**
 * Makes a class whose patches reach all that an ES module imports of a CommonJS package. It sees a copy of the exports, with the exports
 * themselves as its `default`; several instrumentations patch that copy alone, so that `import mysql from 'mysql'` had no spans.
 */
export function patchNamespaces(Class: InstrumentationClass): InstrumentationClass {
  return class extends Class {
    override init(): ModuleDefinition[] {
      const definitions = [super.init() ?? []].flat();
      for (const definition of definitions) {
        const { patch } = definition;
        if (patch) definition.patch = (exports, version) => patchExports(patch.bind(definition), exports, version);
      }
      return definitions;
    }
  };
}

/** Patches what a package exports, and where that is the namespace of a CommonJS package, its exports, from which the namespace is made anew. */
export function patchExports(patch: Patch, exports: unknown, version?: string): unknown {
  if (!isCommonJsNamespace(exports)) return patch(exports, version);
  const patched = (patch(exports.default, version) ?? exports.default) as Exports;
  for (const name of Object.keys(exports)) exports[name] = isWhole(name) ? patched : patched[name];
  return exports;
}

function isCommonJsNamespace(exports: unknown): exports is Exports {
  if ((exports as { [Symbol.toStringTag]?: unknown } | undefined)?.[Symbol.toStringTag] !== 'Module') return false;
  const namespace = exports as Exports;
  const own = namespace.default as Exports | null | undefined;
  if (own === null || (typeof own !== 'object' && typeof own !== 'function')) return false;
  return Object.keys(namespace).every((name) => isWhole(name) || namespace[name] === own[name]);
}

/** Whether a name stands for all that a CommonJS package exports. */
function isWhole(name: string): boolean {
  return name === 'default' || name === 'module.exports';
}
