import { basicLines, byVariants, changed } from './variants';

test('what Kubernetes on Azure Arc adds, and takes away', () => {
  const basic = basicLines();
  const arc = { clusterConnect: true, azureRbac: true, cliOnboarding: true, iotSecretStoreOrCertManager: true };
  expect(byVariants((variant) => changed(basic.get(variant)!, variant, { kubernetes: { training: false, inference: true, arc } })))
    .toMatchSnapshot();
});
