import { exampleSuite } from '../support/example-suite';

exampleSuite('two-subnets.yaml');
