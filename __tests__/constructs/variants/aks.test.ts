import { ALL_OF_AKS, added, basicLines, byVariants, changed } from './variants';

const basic = basicLines();

test('what Kubernetes on AKS adds', () => {
  expect(byVariants((variant) => added(basic.get(variant)!, variant, { kubernetes: ALL_OF_AKS }))).toMatchSnapshot();
});

test('what Kubernetes on AKS with an API server whose address is known adds, and takes away', () => {
  const aks = { privateCluster: false, konnectivityAgent: false, apiServerAddress: '203.0.113.10', podsCallApiServer: true };
  const kubernetes = { training: true, inference: false, aks };
  expect(byVariants((variant) => changed(basic.get(variant)!, variant, { kubernetes }))).toMatchSnapshot();
});
