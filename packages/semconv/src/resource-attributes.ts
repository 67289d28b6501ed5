// Resource attribute names of the OpenTelemetry semantic conventions 1.45: https://opentelemetry.io/docs/specs/semconv/resource/

/** Names the service; the same for all of its instances. Stable. */
export const ATTR_SERVICE_NAME = 'service.name';
/** Names the group, system or product line that a service name is unique in. Stable. */
export const ATTR_SERVICE_NAMESPACE = 'service.namespace';
/** Gives the version of the running code. Stable. */
export const ATTR_SERVICE_VERSION = 'service.version';
/** Tells one process or worker of a service from another. Stable. */
export const ATTR_SERVICE_INSTANCE_ID = 'service.instance.id';
/** Names the deployment environment: production, staging, test, development or a custom one. Stable. */
export const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = 'deployment.environment.name';
/** Names the Kubernetes cluster. Stable. */
export const ATTR_K8S_CLUSTER_NAME = 'k8s.cluster.name';
/** Names the Kubernetes namespace of the pod. Stable. */
export const ATTR_K8S_NAMESPACE_NAME = 'k8s.namespace.name';
/** Names the Kubernetes node that runs the pod. Stable. */
export const ATTR_K8S_NODE_NAME = 'k8s.node.name';
/** Names the pod. Stable. */
export const ATTR_K8S_POD_NAME = 'k8s.pod.name';
/** Gives the UID of the pod. Stable. */
export const ATTR_K8S_POD_UID = 'k8s.pod.uid';
/** Names the container in the pod specification. Stable. */
export const ATTR_K8S_CONTAINER_NAME = 'k8s.container.name';
/** Gives the id that the container runtime uses. Stable. */
export const ATTR_CONTAINER_ID = 'container.id';

// Incubating: the conventions have no stable name for what a service costs and how much it matters; these are the official drafts.
/** Says how much the operation depends on the service: critical, high, medium or low. Incubating. */
export const ATTR_SERVICE_CRITICALITY = 'service.criticality';
/** Identifies the budget that pays for the service instance. Incubating. */
export const ATTR_SERVICE_INSTANCE_COST_CENTER_ID = 'service.instance.cost_center.id';
/** Names the budget that pays for the service instance. Incubating. */
export const ATTR_SERVICE_INSTANCE_COST_CENTER_NAME = 'service.instance.cost_center.name';

// Incubating: every SDK sends process, host and operating system under these names, although they are not stable yet.
/** Gives the id of the process. Incubating. */
export const ATTR_PROCESS_PID = 'process.pid';
/** Gives the base name of the executable. Incubating. */
export const ATTR_PROCESS_EXECUTABLE_NAME = 'process.executable.name';
/** Gives the full path of the executable. Incubating. */
export const ATTR_PROCESS_EXECUTABLE_PATH = 'process.executable.path';
/** Lists the command line; it may hold secrets. Incubating. */
export const ATTR_PROCESS_COMMAND_ARGS = 'process.command_args';
/** Names the runtime: `nodejs`. Incubating. */
export const ATTR_PROCESS_RUNTIME_NAME = 'process.runtime.name';
/** Gives the version of the runtime, without a leading v. Incubating. */
export const ATTR_PROCESS_RUNTIME_VERSION = 'process.runtime.version';
/** Identifies the host; the instance id in a cloud. Incubating. */
export const ATTR_HOST_ID = 'host.id';
/** Names the type of machine. Incubating. */
export const ATTR_HOST_TYPE = 'host.type';
/** Names the host. Incubating. */
export const ATTR_HOST_NAME = 'host.name';
/** Names the processor architecture. Incubating. */
export const ATTR_HOST_ARCH = 'host.arch';
/** Names the kind of operating system. Incubating. */
export const ATTR_OS_TYPE = 'os.type';
/** Gives the version of the operating system. Incubating. */
export const ATTR_OS_VERSION = 'os.version';

// Incubating: bills and backends know where a service runs under these names, and the grid zone is derived from the region.
/** Names the cloud provider: aws, gcp, azure. Incubating. */
export const ATTR_CLOUD_PROVIDER = 'cloud.provider';
/** Names the kind of platform, as in `aws_ec2`. Incubating. */
export const ATTR_CLOUD_PLATFORM = 'cloud.platform';
/** Identifies the account, project or subscription. Incubating. */
export const ATTR_CLOUD_ACCOUNT_ID = 'cloud.account.id';
/** Names the cloud region. Incubating. */
export const ATTR_CLOUD_REGION = 'cloud.region';
/** Names the zone in the region. Incubating. */
export const ATTR_CLOUD_AVAILABILITY_ZONE = 'cloud.availability_zone';

// Incubating: there is no stable way to tell which commit a service runs.
/** Gives the HTTP(S) address of the repository, without credentials and without `.git`. Incubating. */
export const ATTR_VCS_REPOSITORY_URL_FULL = 'vcs.repository.url.full';
/** Gives the revision that was checked out. Incubating. */
export const ATTR_VCS_REF_HEAD_REVISION = 'vcs.ref.head.revision';

// Incubating: there is no stable way to tell which pipeline run a test or job belongs to.
/** Names the pipeline. Incubating. */
export const ATTR_CICD_PIPELINE_NAME = 'cicd.pipeline.name';
/** Identifies the run of the pipeline. Incubating. */
export const ATTR_CICD_PIPELINE_RUN_ID = 'cicd.pipeline.run.id';
/** Gives the address of the run of the pipeline. Incubating. */
export const ATTR_CICD_PIPELINE_RUN_URL_FULL = 'cicd.pipeline.run.url.full';

// Our own: the conventions name nothing for systemd, and logs of the journal are found by unit and invocation.
/** Names the systemd unit that runs the process. */
export const ATTR_TELEWRIGHT_SYSTEMD_UNIT_NAME = 'telewright.systemd.unit.name';
/** Identifies this start of the systemd unit, as in `_SYSTEMD_INVOCATION_ID` of the journal. */
export const ATTR_TELEWRIGHT_SYSTEMD_INVOCATION_ID = 'telewright.systemd.invocation.id';
