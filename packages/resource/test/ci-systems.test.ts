import { describe, expect, it } from 'vitest';
import { resourceOf } from './resource-of.js';

const expected = {
  'vcs.repository.url.full': 'https://git.example/acme/shop',
  'vcs.ref.head.revision': 'abc123',
  'cicd.pipeline.name': 'build',
  'cicd.pipeline.run.id': '77',
  'cicd.pipeline.run.url.full': 'https://ci.example/77',
};

describe('a resource in CI', () => {
  it.each([
    [
      'GitLab CI',
      {
        GITLAB_CI: 'true',
        CI_PROJECT_URL: 'https://git.example/acme/shop',
        CI_COMMIT_SHA: 'abc123',
        CI_PIPELINE_NAME: 'build',
        CI_PIPELINE_ID: '77',
        CI_PIPELINE_URL: 'https://ci.example/77',
      },
    ],
    [
      'Jenkins',
      {
        JENKINS_URL: 'https://ci.example',
        GIT_URL: 'git@git.example:acme/shop.git',
        GIT_COMMIT: 'abc123',
        JOB_NAME: 'build',
        BUILD_ID: '77',
        BUILD_URL: 'https://ci.example/77',
      },
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_REPO: 'https://token@git.example/acme/shop.git',
        BUILDKITE_COMMIT: 'abc123',
        BUILDKITE_PIPELINE_SLUG: 'build',
        BUILDKITE_BUILD_ID: '77',
        BUILDKITE_BUILD_URL: 'https://ci.example/77',
      },
    ],
    [
      'CircleCI',
      {
        CIRCLECI: 'true',
        CIRCLE_REPOSITORY_URL: 'git@git.example:acme/shop.git',
        CIRCLE_SHA1: 'abc123',
        CIRCLE_PROJECT_REPONAME: 'build',
        CIRCLE_WORKFLOW_ID: '77',
        CIRCLE_BUILD_URL: 'https://ci.example/77',
      },
    ],
  ])('has what the variables of %s tell', (name, environment) => {
    const { attributes, sources } = resourceOf({ environment });
    expect(attributes).toMatchObject(expected);
    for (const key of Object.keys(expected)) expect(sources[key]).toBe(name);
  });

  it('puts the addresses of GitHub Actions and Azure Pipelines together', () => {
    const github = {
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'abc123',
      GITHUB_WORKFLOW: 'Build and test',
      GITHUB_RUN_ID: '77',
    };
    expect(resourceOf({ environment: github }).attributes).toMatchObject({
      'vcs.repository.url.full': 'https://github.com/acme/shop',
      'vcs.ref.head.revision': 'abc123',
      'cicd.pipeline.name': 'Build and test',
      'cicd.pipeline.run.id': '77',
      'cicd.pipeline.run.url.full': 'https://github.com/acme/shop/actions/runs/77',
    });
    const azure = {
      TF_BUILD: 'True',
      BUILD_REPOSITORY_URI: 'https://acme@dev.azure.com/acme/shop/_git/shop',
      BUILD_SOURCEVERSION: 'abc123',
      BUILD_DEFINITIONNAME: 'build',
      BUILD_BUILDID: '77',
      SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'https://dev.azure.com/acme/',
      SYSTEM_TEAMPROJECT: 'shop',
    };
    expect(resourceOf({ environment: azure }).attributes).toMatchObject({
      'vcs.repository.url.full': 'https://dev.azure.com/acme/shop/_git/shop',
      'vcs.ref.head.revision': 'abc123',
      'cicd.pipeline.name': 'build',
      'cicd.pipeline.run.id': '77',
      'cicd.pipeline.run.url.full': 'https://dev.azure.com/acme/shop/_build/results?buildId=77',
    });
  });

  it('has nothing of a CI system that is not the one, or of half an address', () => {
    const { attributes } = resourceOf({ environment: { GITHUB_SHA: 'abc123', CI_COMMIT_SHA: 'abc123' } });
    expect(Object.keys(attributes).filter((key) => /^(vcs|cicd)/.test(key))).toEqual([]);
    const half = resourceOf({ environment: { GITHUB_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://github.com' } });
    expect(Object.keys(half.attributes).filter((key) => /^(vcs|cicd)/.test(key))).toEqual([]);
  });

  it('takes no HEAD for a revision', () => {
    const { attributes } = resourceOf({ environment: { BUILDKITE: 'true', BUILDKITE_COMMIT: 'HEAD' } });
    expect(attributes['vcs.ref.head.revision']).toBeUndefined();
  });
});
