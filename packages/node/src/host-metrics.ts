/** Metrics of the host, which are off unless they are asked for: a file of the package of its own. */
export { observeHost } from '@telewright/host-metrics';
