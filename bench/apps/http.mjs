// The smallest service, as an ES module.
import { createServer } from 'node:http';
import parent from './parent.cjs';

parent.serve(createServer((_request, response) => response.end('ok')));
