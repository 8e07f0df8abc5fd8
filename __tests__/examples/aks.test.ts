import { exampleSuite } from '../support/example-suite';

exampleSuite('aks.yaml');
