/**
 * The attribute names that this service sets. The first group is of semantic-conventions 1.45; names that are incubating there are
 * copied instead of imported, as the conventions ask. The second group is our own, for what the conventions don't name.
 */
export const attribute = {
  cicdPipelineName: 'cicd.pipeline.name',
  cicdPipelineResult: 'cicd.pipeline.result',
  deviceModelIdentifier: 'device.model.identifier',
  errorType: 'error.type',
  geoCountryIsoCode: 'geo.country.iso_code',
  geoRegionIsoCode: 'geo.region.iso_code',
  networkConnectionSubtype: 'network.connection.subtype',
  networkConnectionType: 'network.connection.type',
  processExitCode: 'process.exit.code',
  userAgentSyntheticType: 'user_agent.synthetic.type',
  vcsOwnerName: 'vcs.owner.name',
  vcsProviderName: 'vcs.provider.name',
  vcsRefHeadName: 'vcs.ref.head.name',
  vcsRefHeadRevision: 'vcs.ref.head.revision',
  vcsRefHeadType: 'vcs.ref.head.type',
  vcsRepositoryName: 'vcs.repository.name',

  healthStatus: 'proxy.health.status',
  syntheticId: 'synthetic.id',
  syntheticLatencyMs: 'synthetic.latency_ms',
  syntheticTimezone: 'synthetic.timezone',
  webhookDeliveryId: 'proxy.webhook.delivery_id',
  webhookEvent: 'proxy.webhook.event',
  webhookOutcome: 'proxy.webhook.outcome',
} as const;
