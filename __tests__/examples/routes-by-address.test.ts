import { exampleSuite } from '../support/example-suite';

exampleSuite('routes-by-address.yaml');
