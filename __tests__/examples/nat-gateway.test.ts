import { exampleSuite } from '../support/example-suite';

exampleSuite('nat-gateway.yaml');
