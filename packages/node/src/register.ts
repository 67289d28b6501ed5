import { writeSync } from 'node:fs';
import { isInternalThread } from 'node:worker_threads';
import { bundledApiVersion } from './bundled-api.js';
import { mustStartNow } from './lazy/must-start-now.js';
import { startLazily } from './lazy/start-lazily.js';
import { isPackageManager } from './package-managers.js';
import { processEnvironment } from './settings/process-environment.js';
import { isLeftAlone } from './threads/worker-setting.js';
import { entryPoint, workingDirectory } from './working-directory.js';

function startNow(): void {
  const { start } = require('@telewright/node') as typeof import('./index.js');
  try {
    start();
  } catch (error) {
    // Strict mode refuses. As an uncaught error its message would stand between a page of our minified code and a stack.
    writeSync(2, `[telewright] ERROR ${(error as Error).message}\n`);
    process.exit(1);
  }
}

const environment = processEnvironment();
// Node runs preloads in its thread for asynchronous loader hooks too, which is no part of the service.
if (!isInternalThread && !isPackageManager(process.argv[1]) && !isLeftAlone(environment)) {
  if (mustStartNow(environment, entryPoint(), workingDirectory())) startNow();
  else startLazily(bundledApiVersion, startNow);
}
