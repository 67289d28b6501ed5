import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { StartOptions } from './index.cjs';

/**
 * Gives a partial configuration that makes `new NodeSDK(...)` carry our resource, sampler, instrumentations and pipeline. Options and
 * environment are those of `start()`. What was recorded is delivered when the process ends, and by `shutdown()` of the `NodeSDK`.
 *
 * @throws TypeError for a wrong option, variable or label, in strict mode only
 */
export declare function nodeSdkConfiguration(options?: StartOptions): Partial<NodeSDKConfiguration>;
