import { exampleSuite } from '../support/example-suite';

exampleSuite('managed-network.ts');
