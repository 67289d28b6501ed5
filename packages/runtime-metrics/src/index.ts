export { type ObserveRuntimeOptions, observeRuntime, type Unsubscribe } from './observe-runtime.js';
export { RUNTIME_GROUPS, type RuntimeGroup } from './runtime-group.js';
