import { exampleSuite } from '../support/example-suite';

exampleSuite('classic-firewall.yaml');
