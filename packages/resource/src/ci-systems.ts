import {
  ATTR_CICD_PIPELINE_NAME,
  ATTR_CICD_PIPELINE_RUN_ID,
  ATTR_CICD_PIPELINE_RUN_URL_FULL,
  ATTR_VCS_REF_HEAD_REVISION,
  ATTR_VCS_REPOSITORY_URL_FULL,
} from '@telewright/semconv';
import type { ResourceBuilder } from './resource-builder.js';
import type { ResourceInput } from './resource-input.js';

/** Says how a CI system is recognised and which of its variables tell what; `{NAME}` stands for a variable. */
export interface CiSystem {
  readonly name: string;
  /** The variable that only this system sets. */
  readonly marker: string;
  readonly repository: string;
  readonly revision: string;
  readonly pipeline: string;
  readonly run: string;
  readonly runUrl: string;
}

/** The CI systems that are recognised by their documented variables. */
export const ciSystems: readonly CiSystem[] = [
  {
    name: 'GitHub Actions',
    marker: 'GITHUB_ACTIONS',
    repository: '{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}',
    revision: '{GITHUB_SHA}',
    pipeline: '{GITHUB_WORKFLOW}',
    run: '{GITHUB_RUN_ID}',
    runUrl: '{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}',
  },
  {
    name: 'GitLab CI',
    marker: 'GITLAB_CI',
    repository: '{CI_PROJECT_URL}',
    revision: '{CI_COMMIT_SHA}',
    pipeline: '{CI_PIPELINE_NAME}',
    run: '{CI_PIPELINE_ID}',
    runUrl: '{CI_PIPELINE_URL}',
  },
  {
    name: 'Jenkins',
    marker: 'JENKINS_URL',
    repository: '{GIT_URL}',
    revision: '{GIT_COMMIT}',
    pipeline: '{JOB_NAME}',
    run: '{BUILD_ID}',
    runUrl: '{BUILD_URL}',
  },
  {
    name: 'Buildkite',
    marker: 'BUILDKITE',
    repository: '{BUILDKITE_REPO}',
    revision: '{BUILDKITE_COMMIT}',
    pipeline: '{BUILDKITE_PIPELINE_SLUG}',
    run: '{BUILDKITE_BUILD_ID}',
    runUrl: '{BUILDKITE_BUILD_URL}',
  },
  {
    name: 'CircleCI',
    marker: 'CIRCLECI',
    repository: '{CIRCLE_REPOSITORY_URL}',
    revision: '{CIRCLE_SHA1}',
    pipeline: '{CIRCLE_PROJECT_REPONAME}',
    run: '{CIRCLE_WORKFLOW_ID}',
    runUrl: '{CIRCLE_BUILD_URL}',
  },
  {
    name: 'Azure Pipelines',
    marker: 'TF_BUILD',
    repository: '{BUILD_REPOSITORY_URI}',
    revision: '{BUILD_SOURCEVERSION}',
    pipeline: '{BUILD_DEFINITIONNAME}',
    run: '{BUILD_BUILDID}',
    runUrl: '{SYSTEM_TEAMFOUNDATIONCOLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}',
  },
];

/** Offers what the variables of a CI system tell about repository, revision and pipeline run. */
export function offerCi(builder: ResourceBuilder, { environment }: ResourceInput): void {
  const system = ciSystems.find(({ marker }) => environment[marker]);
  if (!system) return;
  const offer = (attribute: string, template: string): void => builder.offer(attribute, fill(template, environment), system.name);
  // Buildkite says HEAD until it has checked out.
  if (fill(system.revision, environment) !== 'HEAD') offer(ATTR_VCS_REF_HEAD_REVISION, system.revision);
  offer(ATTR_VCS_REPOSITORY_URL_FULL, system.repository);
  offer(ATTR_CICD_PIPELINE_NAME, system.pipeline);
  offer(ATTR_CICD_PIPELINE_RUN_ID, system.run);
  offer(ATTR_CICD_PIPELINE_RUN_URL_FULL, system.runUrl);
}

function fill(template: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  let complete = true;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    complete &&= Boolean(environment[name]);
    return environment[name] ?? '';
  });
  return complete ? text : undefined;
}
