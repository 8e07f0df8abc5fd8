import { exampleSuite } from '../support/example-suite';

exampleSuite('azure-arc.yaml');
