/** The rules of log lines, which few services have: a file of the package of its own, which is loaded where a setting gives some. */
export { parseCountRules, parseSamplingRules } from '@telewright/logs';
