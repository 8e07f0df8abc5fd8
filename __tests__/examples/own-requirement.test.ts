import { exampleSuite } from '../support/example-suite';

exampleSuite('own-requirement.yaml');
