import { describe, expect, it } from 'vitest';
import { lineLabels } from '../src/line-labels.js';
import { resolveSettings } from '../src/settings/resolve.js';

const resource = {
  'service.name': 'checkout',
  'finops.team.name': 'platform',
  'host.name': 'node-7',
  'process.pid': 42,
  'host.ip': ['10.0.0.1'],
};
const chosen = (variable: string): unknown =>
  lineLabels(resolveSettings({}, { TELEWRIGHT_LOG_LABELS: variable }).values.logLabels, resource);

describe('the labels of log lines', () => {
  it('are none by default', () => {
    expect([chosen(''), chosen('none')]).toEqual([{}, {}]);
  });

  it('are all labels of the resource, but nothing else of it', () => {
    expect(chosen('resource')).toEqual({ 'service.name': 'checkout', 'finops.team.name': 'platform' });
  });

  it('are those that are named by option or attribute, where the resource has a plain value for them', () => {
    expect(chosen('team, host.name,process.pid,owner,host.ip')).toEqual({
      'finops.team.name': 'platform',
      'host.name': 'node-7',
      'process.pid': 42,
    });
    expect(lineLabels(resolveSettings({ logs: { labels: ['service'] } }, {}).values.logLabels, resource)).toEqual({
      'service.name': 'checkout',
    });
  });

  it.each(['taem', 'none,team', 'resource,host.name', ','])('are none when %s is asked for, and that is told', (variable) => {
    const { values, findings } = resolveSettings({}, { TELEWRIGHT_LOG_LABELS: variable });
    expect([values.logLabels, findings.map(({ expected }) => expected)]).toEqual([
      ['none'],
      ['none, resource, or a comma-separated list of labels and resource attributes'],
    ]);
  });
});
