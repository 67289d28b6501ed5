/** The labels of a service, by the names that code uses; each is checked against the table of label definitions. */
export interface LabelOptions {
  /** Names the service: `service.name`. */
  readonly service?: string | undefined;
  /** Names the system that the service is part of: `service.namespace`. */
  readonly namespace?: string | undefined;
  /** Gives the version of the running code: `service.version`. */
  readonly version?: string | undefined;
  /** Identifies this process, best as a UUID: `service.instance.id`. @default made per process and worker */
  readonly instanceId?: string | undefined;
  /** Names the deployment environment: `deployment.environment.name`. */
  readonly environment?: 'production' | 'staging' | 'test' | 'development' | (string & {}) | undefined;
  /** Says how much the operation depends on the service: `service.criticality`. */
  readonly criticality?: 'critical' | 'high' | 'medium' | 'low' | undefined;
  /** Identifies the budget that pays: `service.instance.cost_center.id`. */
  readonly costCenter?: string | undefined;
  /** Names the budget that pays: `service.instance.cost_center.name`. */
  readonly costCenterName?: string | undefined;
  /** Names the team that answers for the service: `finops.team.name`. */
  readonly team?: string | undefined;
  /** Names the group that owns the service, never a person: `finops.owner.name`. */
  readonly owner?: string | undefined;
  /** Identifies the business unit or department: `finops.business_unit.id`. */
  readonly businessUnit?: string | undefined;
  /** Names the product or application: `finops.product.name`. */
  readonly product?: string | undefined;
  /** Says how costs are shared: `finops.allocation.type`. */
  readonly allocationType?: 'dedicated' | 'shared' | 'platform' | undefined;
  /** Names the electricity grid as ISO 3166 code or grid zone: `finops.grid.zone`. */
  readonly gridZone?: string | undefined;
}
