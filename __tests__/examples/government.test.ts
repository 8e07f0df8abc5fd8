import { exampleSuite } from '../support/example-suite';

exampleSuite('government.yaml');
