import type { AttributeValue } from './attribute-value.js';
import type { LabelOptions } from './label-options.js';
import type { Policy } from './policy.js';

/** The sources that can be chosen; code, `FINOPS_*` and `OTEL_SERVICE_NAME` always count. */
export type DetectorName =
  | 'env'
  | 'kubernetes'
  | 'container'
  | 'package'
  | 'ci'
  | 'git'
  | 'systemd'
  | 'process'
  | 'host'
  | 'os'
  | 'serviceinstance';

/** What the caller knows about the process. */
export interface ProcessFacts {
  readonly pid: number;
  /** The path of the executable, as `process.execPath`. */
  readonly executablePath: string;
  /** The version of Node.js, as `process.versions.node`. */
  readonly runtimeVersion: string;
  /** As `process.platform`. */
  readonly platform: string;
  /** As `process.arch`. */
  readonly arch: string;
  /** As `os.hostname()`. */
  readonly hostname: string;
  /** As `os.release()`. */
  readonly osVersion?: string;
  /** As `threadId` of `node:worker_threads`. @default 0, the main thread */
  readonly threadId?: number;
  /** True in a process that another one of the same container forked, such as a cluster worker: `process.send !== undefined`. */
  readonly forked?: boolean;
  /** The command line; it may hold secrets and is sent only if it is given here. */
  readonly commandArguments?: readonly string[];
}

/** All that a resource is made from; nothing else is looked at. */
export interface ResourceInput {
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly process: ProcessFacts;
  /** Labels from code; they come before all other sources. */
  readonly labels?: LabelOptions;
  /** Attributes from elsewhere, each with its source, those that count more first; they come after code and before everything else. */
  readonly declared?: readonly { readonly attribute: string; readonly value: unknown; readonly source: string }[];
  /** Further attributes from code. */
  readonly attributes?: Readonly<Record<string, AttributeValue | undefined>>;
  /** The script that runs, as `process.argv[1]`: package.json and git are searched above it. */
  readonly entryPoint?: string | undefined;
  /** Where package.json and git are searched when there is no entry point, or when it is an installed runner. */
  readonly workingDirectory?: string;
  /** What is put before the absolute paths that are read, such as `/proc/self/cgroup`. @default '' */
  readonly fileRoot?: string;
  /** Where the downward API volume is mounted. @default '/etc/podinfo' */
  readonly podInfoDirectory?: string;
  /** Pod labels to read for an attribute in place of those in the table, such as `{ 'service.namespace': 'app.kubernetes.io/part-of' }`. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** The sources to use; of two that know an attribute, the later one wins. @default `detectorNames` */
  readonly detectors?: readonly DetectorName[];
  /** What the organisation asks of labels. @default the policy file's */
  readonly policy?: Policy | undefined;
  /** The path of a JSON file with a policy, from the working directory. @default the levels of the table */
  readonly policyFile?: string | undefined;
  /** Makes a UUIDv4. @default the kernel's, else that of node:crypto */
  readonly randomUuid?: () => string;
}

/** Tells whether the process runs in a Kubernetes pod: the kubelet gives each container this variable. */
export function isInPod({ environment }: ResourceInput): boolean {
  return Boolean(environment['KUBERNETES_SERVICE_HOST']);
}
