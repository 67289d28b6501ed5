/**
 * Cloud regions by the ISO 3166 code of the country whose electricity they use (AWS, Google Cloud, Azure). Regions of countries with
 * several grids are left out: a wrong zone is worse than none.
 */
const regionsByZone: Readonly<Record<string, string>> = {
  AE: 'me-central-1 uaenorth uaecentral',
  AT: 'austriaeast',
  BE: 'europe-west1 belgiumcentral',
  BH: 'me-south-1',
  CH: 'eu-central-2 europe-west6 switzerlandnorth switzerlandwest',
  CL: 'southamerica-west1 chilecentral',
  DE: 'eu-central-1 europe-west3 europe-west10 germanywestcentral germanynorth',
  ES: 'eu-south-2 europe-southwest1 spaincentral',
  FI: 'europe-north1',
  FR: 'eu-west-3 europe-west9 francecentral francesouth',
  GB: 'eu-west-2 europe-west2 uksouth ukwest',
  HK: 'ap-east-1 asia-east2 eastasia',
  IE: 'eu-west-1 northeurope',
  IL: 'il-central-1 me-west1 israelcentral',
  IT: 'eu-south-1 europe-west8 europe-west12 italynorth',
  KR: 'ap-northeast-2 asia-northeast3 koreacentral koreasouth',
  NL: 'europe-west4 westeurope',
  NZ: 'ap-southeast-6 newzealandnorth',
  PL: 'europe-central2 polandcentral',
  QA: 'me-central1 qatarcentral',
  SE: 'eu-north-1 europe-north2 swedencentral swedensouth',
  SG: 'ap-southeast-1 asia-southeast1 southeastasia',
  TH: 'ap-southeast-7',
  TW: 'asia-east1 ap-east-2',
  ZA: 'af-south-1 africa-south1 southafricanorth southafricawest',
};

/** Gives the grid zone of a cloud region, or undefined if the region is unknown or its country has several grids. */
export function gridZoneOf(region: string): string | undefined {
  const name = region.toLowerCase();
  return Object.keys(regionsByZone).find((zone) => regionsByZone[zone]?.split(' ').includes(name));
}
