import type { Row } from './row.ts';
import { row as D1 } from './rows/d01-blank.ts';
import { row as D2 } from './rows/d02-boolean.ts';
import { row as D3 } from './rows/d03-number.ts';
import { row as D4 } from './rows/d04-enumeration.ts';
import { row as D5 } from './rows/d05-code.ts';
import { row as D6 } from './rows/d06-disabled.ts';
import { row as D7 } from './rows/d07-service-name.ts';
import { row as D8 } from './rows/d08-resource-attributes.ts';
import { row as D9 } from './rows/d09-code-beats-environment.ts';
import { row as D10 } from './rows/d10-default-name.ts';
import { row as D11 } from './rows/d11-log-level.ts';
import { row as D12 } from './rows/d12-propagators.ts';
import { row as D13 } from './rows/d13-sampler.ts';
import { row as D14 } from './rows/d14-exporters.ts';
import { row as D15 } from './rows/d15-traces-none.ts';
import { row as D16 } from './rows/d16-protocol.ts';
import { row as D17 } from './rows/d17-endpoint.ts';
import { row as D18 } from './rows/d18-connection.ts';
import { row as D19 } from './rows/d19-retry.ts';
import { row as D20 } from './rows/d20-batches.ts';
import { row as D21 } from './rows/d21-metric-interval.ts';
import { row as D22 } from './rows/d22-temporality.ts';
import { row as D23 } from './rows/d23-exemplars.ts';
import { row as D24 } from './rows/d24-prometheus.ts';
import { row as D25 } from './rows/d25-limits.ts';
import { row as D26 } from './rows/d26-configuration-file.ts';
import { row as D27 } from './rows/d27-file-by-register.ts';
import { row as D28 } from './rows/d28-detectors.ts';
import { row as D29 } from './rows/d29-instrumentations.ts';
import { row as D30 } from './rows/d30-network-detectors.ts';
import { row as D31 } from './rows/d31-entry-points.ts';
import { row as D32 } from './rows/d32-one-flag.ts';
import { row as D33 } from './rows/d33-node-options.ts';
import { row as D34 } from './rows/d34-no-throw.ts';
import { row as D35 } from './rows/d35-signals.ts';
import { row as D36 } from './rows/d36-ends.ts';
import { row as D37 } from './rows/d37-collector-down.ts';
import { row as D38 } from './rows/d38-log-trace.ts';
import { row as D39 } from './rows/d39-resource.ts';
import { row as D40 } from './rows/d40-environment.ts';
import { row as D41 } from './rows/d41-redaction.ts';
import { row as D42 } from './rows/d42-credentials.ts';

/** Every row, in order. */
export const rows: readonly Row[] = [
  D1,
  D2,
  D3,
  D4,
  D5,
  D6,
  D7,
  D8,
  D9,
  D10,
  D11,
  D12,
  D13,
  D14,
  D15,
  D16,
  D17,
  D18,
  D19,
  D20,
  D21,
  D22,
  D23,
  D24,
  D25,
  D26,
  D27,
  D28,
  D29,
  D30,
  D31,
  D32,
  D33,
  D34,
  D35,
  D36,
  D37,
  D38,
  D39,
  D40,
  D41,
  D42,
];
