import { exampleSuite } from '../support/example-suite';

exampleSuite('one-subnet.yaml');
