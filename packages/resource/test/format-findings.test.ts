import { describe, expect, it } from 'vitest';
import { formatFindings, formatStrictError } from '../src/index.js';
import { resourceOf } from './resource-of.js';

const complete = { OTEL_SERVICE_NAME: 'shop', FINOPS_ENVIRONMENT: 'dev', FINOPS_TEAM: 'core' };

describe('formatFindings', () => {
  it('says everything in one line', () => {
    const environment = {
      OTEL_SERVICE_NAME: 'shop',
      FINOPS_TEAM: 'todo',
      FINOPS_COST_CENTER_NAME: 'n'.repeat(70),
      OTEL_RESOURCE_ATTRIBUTES: 'x',
    };
    expect(formatFindings(resourceOf({ environment }).findings)).toBe(
      "4 resource labels need attention: service.instance.cost_center.name from FINOPS_COST_CENTER_NAME: got 70 characters, expected at most 63 characters (cut to 63 characters); finops.team.name from FINOPS_TEAM: got 'todo', expected lower-case letters, digits, - and _ (at most 63, first and last a letter or digit) (left out); OTEL_RESOURCE_ATTRIBUTES: got pair 1 has no '=', expected key=value,key=value with ',', '=' and '%' percent-encoded (all of it is discarded, as the specification says); deployment.environment.name is missing (set FINOPS_ENVIRONMENT, the pod label env or environment in code)",
    );
  });

  it('says nothing when all that is required is there', () => {
    const { findings } = resourceOf({ environment: complete });
    expect(findings.map(({ severity }) => severity)).toEqual(Array(findings.length).fill('info'));
    expect(formatFindings(findings)).toBeUndefined();
    expect(formatStrictError(findings)).toBeUndefined();
  });

  it('counts one label once', () => {
    expect(formatFindings(resourceOf({ environment: { ...complete, FINOPS_TEAM: '' } }).findings)).toBe(
      '1 resource label needs attention: finops.team.name is missing (set FINOPS_TEAM, the pod label team or team in code)',
    );
  });
});

describe('formatStrictError', () => {
  it('lists each finding with how to mend it', () => {
    const environment = { ...complete, FINOPS_TEAM: 'two words', FINOPS_ENVIRONMENT: 'prod' };
    expect(formatStrictError(resourceOf({ environment }).findings)).toBe(
      [
        'Strict mode refuses to start, because resource labels need attention:',
        "  - finops.team.name from FINOPS_TEAM: expected lower-case letters, digits, - and _ (at most 63, first and last a letter or digit), got 'two words'. To mend it: set FINOPS_TEAM to lower-case letters, digits, - and _ (at most 63, first and last a letter or digit).",
        '  - service.instance.cost_center.id: expected letters, digits, - and _ (at most 63), got nothing. To mend it: set FINOPS_COST_CENTER_ID, the pod label cost-center or costCenter in code.',
      ].join('\n'),
    );
  });
});
