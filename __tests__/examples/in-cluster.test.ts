import { exampleSuite } from '../support/example-suite';

exampleSuite('in-cluster.yaml');
